/* How far the work is, in one line of the terminal; nothing when standard error is none. */
#pragma once

/* NULL takes the line away. done: 0 … 1. */
void progress_show(const char *what, double done);
