/* Prints the page of render.html for each line of the input, each ended by a NUL byte. A line is
 * a value; "\n" in it stands for a line end. */
#include <stdio.h>
#include <string.h>

#include "render.h"
#include "render.html.h"

int main(void)
{
    char line[4096];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        for (char *at; (at = strstr(line, "\\n"));) {
            *at = '\n';
            memmove(at + 1, at + 2, strlen(at + 2) + 1);
        }
        struct arena *a = arena_new();
        struct html h;
        html_init(&h, a);
        render(&h, &(struct render){.s = line, .n = 2});
        fwrite(h.out.s, 1, h.out.len + 1, stdout);
        arena_free(a);
    }
    return 0;
}
