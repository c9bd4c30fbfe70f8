/*
 * The running program: configuration and what every request may see. Made once in src/cmd,
 * read-only afterwards.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"

struct module;
struct jobs;
struct methodology;
struct rulebooks;
struct run_lives;

struct app_config {
    const char *db_url;     /* sqlite:… or postgresql://… */
    const char *data_dir;   /* uploads, exports, the SQLite file, the secret key */
    const char *listen;     /* "127.0.0.1:8080" */
    const char *metrics;    /* "127.0.0.1:9090", or NULL */
    const char *public_url; /* "https://…" without the last slash; for mail, QR, Secure cookies */
    const char *smtp_url;   /* smtp://host:port, or NULL: mail waits in the outbox */
    const char *mail_from;
    const char *helpline; /* for children, "8 800 200-01-22"; NULL or "": none is named */
    bool demo;            /* demo logins on the sign-in page */
    bool development;     /* /styleguide */
    unsigned workers;     /* 0: twice the cores, 4 to 16 */
    const char *version;  /* of the program */
};

struct app {
    struct app_config config;
    const struct clock *clock;
    const struct module *const *modules;
    size_t n_modules;
    unsigned char key[32];           /* secret of this installation: form tokens */
    struct jobs *jobs;               /* the worker; NULL in commands that run none */
    struct methodology *methodology; /* packs, parsed (programme/methodology.h) */
    struct rulebooks *rulebooks;     /* their rules of pairing, parsed (pairing/rulebook.h) */
    struct run_lives *run_lives; /* drafts that are asked what if (pairing/run_live.h), or NULL */
};

/* Bring the database to this program's schema, read or make the secret key, serve until SIGTERM
 * or SIGINT, then finish what runs and return. SIGTERM and SIGINT must be blocked already. */
int app_serve(struct app *app, struct err *err);

/* A path of this site as it is seen from outside, for letters and QR codes: never made of the Host
 * header. Without a public URL it is the address listened on. */
char *app_url(struct arena *a, const struct app *app, const char *path);

/* Migrations of the program on the database of the configuration. */
int app_migrate(const struct app *app, struct err *err);
