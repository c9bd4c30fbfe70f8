/*
 * Parts of pages, the same everywhere: {{call part_…(h, …)}} in any view. The views are in
 * frame/parts.html (include "frame/parts.html.h"); /styleguide shows each in every state.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frame/form.h"
#include "html/html.h"

/* A status is a shape, a word and a colour. */
enum pill {
    PILL_DRAFT, /* ring: черновик, кандидат, запланирована, не начато */
    PILL_HALF, /* half: набор, обучается, делается */
    PILL_WAIT, /* hourglass: ждёт другого человека */
    PILL_OK,   /* tick: активна, работает, действует */
    PILL_WARN, /* diamond: скоро или необычно */
    PILL_BAD,  /* triangle: остановлено, просрочено, отклонено */
    PILL_END,  /* square: завершена, в архиве */
    PILL_DONE, /* tick without a background: finished things are quiet */
};

const char *pill_class(enum pill kind);
const char *pill_shape(enum pill kind); /* icon of the sprite */

enum notice { NOTICE_INFO, NOTICE_OK, NOTICE_WARN, NOTICE_BAD };

const char *notice_class(enum notice kind);
const char *notice_icon(enum notice kind);

/* «Показаны 26–50 из 137», «Назад», «Дальше»; an address is NULL when there is nothing there. */
struct paging {
    const char *text;
    const char *previous;
    const char *next;
};

/* A column that can be sorted: a link in the head of a table. */
struct sort_head {
    const char *label; /* translated */
    const char *href;
    int order;    /* 1 ascending now, -1 descending now, 0: sorted by another column */
    bool numbers; /* align right */
};

/* One filter that is on: «Запрос: учёба  Убрать». */
struct filter_chip {
    const char *label;
    const char *without; /* the address without it */
};

/* For views of fields. */
const char *input_type(enum field_type type);
const char *input_mode(const struct field *fd); /* NULL: none */
const char *input_width(const struct field *fd);
/* Lines of an area with this text in it: it is read without being scrolled, unless it is long. */
int area_rows(const char *raw);
bool choices_plain(const struct choice *choices); /* no hints: they stand in a row */
bool choices_few(const struct choice *choices);   /* at most six: cards, else a list */
bool choices_chosen(const struct form *f, const char *field,
                    const struct choice *choices); /* any */

/* 0..100: part of whole for the width of a bar. */
int meter_width(int64_t part, int64_t whole);
