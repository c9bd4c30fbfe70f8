#include "cmd/progress.h"

#include <stdio.h>
#include <unistd.h>

void progress_show(const char *what, double done)
{
    static const char wipe[] = "\r\033[K";
    if (!isatty(STDERR_FILENO))
        return;
    if (what)
        fprintf(stderr, "%s%s: %d %%", wipe, what, (int)(done * 100));
    else
        fputs(wipe, stderr);
    fflush(stderr);
}
