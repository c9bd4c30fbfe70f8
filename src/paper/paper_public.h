/*
 * Signed documents that everybody may read: those of the kinds that the methodology lets out, each
 * put out by somebody, as a PDF made of the registered file or as the signed scan. A cancelled
 * document and a replaced scan are taken away at once.
 */
#pragma once

#include "paper/paper_book.h"

extern const struct module paper_public_module;

#define PAPER_PUBLIC_MAX 100 /* documents of an organisation that are listed */

/* May documents of this kind be shown, by the methodology of its programme? */
int paper_publication(const struct book_deed *at, const struct paper_row *row, struct err *err,
                      enum pack_publication *ret);

/* what: "file", "scan" or "" to take it away. agreed: somebody says that nobody whom it names is
 * against it. ERR_INVALID: this kind is not for everybody, there is no scan, nobody agreed, or no
 * PDF can be made of it; ERR_CONFLICT: it is not signed. */
int paper_publish(const struct book_deed *at, int64_t id, const char *what, bool agreed,
                  struct err *err);

struct paper_public {
    int64_t id;
    const char *name, *number, *programme;
    struct date day;
    const char *path, *type; /* the file that is shown */
    const char *end;         /* pdf, jpg, png */
};

/* In the order of paper_kinds, the newest of a kind first. */
int paper_public_list(struct db *db, struct arena *a, const struct app *app, int64_t unit_id,
                      struct paper_public **ret, size_t *ret_n);

/* The unit of a document that is shown: 1, 0 or < 0. */
int paper_public_unit(struct db *db, struct arena *a, int64_t id, int64_t *ret_unit_id);
