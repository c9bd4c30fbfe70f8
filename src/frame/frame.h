/*
 * The frame compiled for one program: its routes, the databases of its threads, its answers.
 * src/cmd and the tests use it; modules see req.h, route.h, form.h, page.h and job.h.
 */
#pragma once

#include "db/migrate.h"
#include "frame/app.h"
#include "frame/router.h"
#include "net/http.h"

struct frame;

/* Checks the rows of all modules. The app stays borrowed. */
int frame_new(struct app *app, struct err *err, struct frame **ret);
void frame_free(struct frame *f);

/* Callbacks for http_start(). */
struct http_app frame_http(struct frame *f);

/* One request without sockets: accept() and handle() of the above on the calling thread. */
void frame_answer(struct frame *f, struct http_request *http, struct http_response *out);

/* The frame's own pages: notices, jobs, health. Stands in every list of modules. */
extern const struct module frame_module;

/* Read data_dir/secret.key, or make it on the first start. */
int frame_key(const char *data_dir, struct err *err, unsigned char ret_key[32]);
