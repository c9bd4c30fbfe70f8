/*
 * One piece of work at a time done beside the caller's own, on a thread of its own: start it, do
 * something else, wait for it. What the piece uses belongs to it from aside_start to aside_wait;
 * texts for people are in the caller's language. Without memory for a thread the piece is done at
 * once by the caller.
 */
#pragma once

struct aside;

struct aside *aside_new(void);

/* Waits for what still runs. NULL is fine. */
void aside_free(struct aside *s);

/* The piece before must have been waited for. */
void aside_start(struct aside *s, int (*fn)(void *ctx), void *ctx);

/* What the piece answered; 0 when none was started since the last wait. */
int aside_wait(struct aside *s);
