/*
 * One schema for two engines. The files are written for SQLite: STRICT tables, the types
 * INTEGER REAL TEXT BLOB in capitals (a column may be called text); a line that begins with "-- pg:
 * " or "-- sqlite: " is for that engine alone.
 */
#pragma once

#include "base/arena.h"
#include "db/db.h"

/* The text for one engine, in the arena; lines keep their numbers. */
char *db_dialect(struct arena *a, enum db_engine engine, const char *sql);
