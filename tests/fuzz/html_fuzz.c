/* Whatever a text holds, it stays inside its place, and an address has a scheme we know. */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "html/format.h"
#include "html/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct html start(struct arena *a)
{
    struct html h;
    html_init(&h, a);
    return h;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena *a = arena_new();
    const char *s = arena_strndup(a, (const char *)data, n);
    struct html text = start(a), url = start(a), part = start(a);
    html_put_text(&text, s);
    assert(!strpbrk(text.out.s, "<>\"'"));
    html_put_urlpart(&part, s);
    assert(!strpbrk(part.out.s, "<>\"'&:/?# \t\r\n"));
    html_put_url(&url, s);
    assert(!strpbrk(url.out.s, "<>\"' \t\r\n\\"));
    size_t colon = strcspn(url.out.s, ":/?#");
    if (url.out.s[colon] == ':')
        assert(!strncasecmp(url.out.s, "http:", 5) || !strncasecmp(url.out.s, "https:", 6) ||
               !strncasecmp(url.out.s, "mailto:", 7) || !strncasecmp(url.out.s, "tel:", 4));

    const char *phone = format_phone_uri(a, s);
    assert(!phone || (strlen(phone) == 12 && strspn(phone + 1, "0123456789") == 11));
    (void)format_phone(a, s);
    arena_free(a);
    return 0;
}
