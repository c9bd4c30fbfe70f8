/* What every installation has: the methodology inside the program, the 89 regions, the first texts
 * of consents. */
#pragma once

#include "base/err.h"
#include "frame/app.h"
#include "programme/pack.h"

/* The pack inside the program, parsed. */
int setup_pack(struct arena *a, struct err *err, const struct pack **ret_pack);

/* Bring the database to this program's schema and content; nothing changes when it is there. Makes
 * app->methodology, app->rulebooks and app->run_lives. */
int setup_app(struct app *app, struct err *err);
void setup_free(struct app *app);
