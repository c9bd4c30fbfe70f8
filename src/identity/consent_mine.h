/*
 * One's own consents and those given for one's child: which are in force, and taking one back. The
 * law asks for no reason and no permission; the coordinator is told at once.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct module;
extern const struct module consent_mine_module; /* /my/consents */

struct consent_mine_line {
    const char *purpose, *whose, *given; /* whose: "": one's own */
    const char *shown;                   /* what a publication covers; "": another purpose */
    const char *withdraw;                /* address */
};

struct consent_mine_page {
    const struct consent_mine_line *rows;
    size_t n;
};

struct consent_mine_withdraw_page {
    const char *const *points; /* what it leads to */
    size_t n_points;
    const char *action;
};
