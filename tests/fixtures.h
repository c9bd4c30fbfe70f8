/*
 * One object of every kind at a unit, tied together, for tests that go over all routes. A new
 * {param} of a path needs its row here: the test of routes says so.
 */
#pragma once

#include "frame/frame_testing.h"

/* Lays out the objects; owner is the person whose pair, notice and consent they are. */
void fixtures_make(struct testing *t, int64_t unit, int64_t owner);

/* Id of the object behind {param}; 0 when no maker knows it. */
int64_t fixtures_id(struct testing *t, const char *param, int64_t unit, int64_t owner);
