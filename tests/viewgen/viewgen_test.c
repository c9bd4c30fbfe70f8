/* viewgen: what it refuses (the files of refuse, each with its message) and what it makes. */
/* cmocka wants this order. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "viewgen.h"

static int compile(struct arena *a, const char *text, struct err *err, struct strbuf *ret_c)
{
    struct strbuf h;
    strbuf_init(&h, a);
    strbuf_init(ret_c, a);
    return viewgen(a, "v.html", "v.html.h", text, strlen(text), err, &h, ret_c);
}

static int is_view(const struct dirent *e)
{
    const char *dot = strrchr(e->d_name, '.');
    return dot && !strcmp(dot, ".html");
}

/* The first line of each file is what is expected, LINE: message; the view follows. */
static void refuses_with_place_and_mend(void **state)
{
    (void)state;
    const char *dir = getenv("VIEWGEN_REFUSE");
    assert_non_null(dir);
    struct dirent **files;
    int n = scandir(dir, &files, is_view, alphasort), wrong = 0;
    assert_true(n > 70);
    for (int i = 0; i < n; i++) {
        struct arena *a = arena_new();
        struct err err = {{0}};
        struct strbuf c;
        char *text;
        size_t len;
        char *path = arena_printf(a, "%s/%s", dir, files[i]->d_name);
        assert_int_equal(fs_read(a, path, VIEW_MAX_BYTES, &err, &text, &len), 0);
        size_t first = strcspn(text, "\n");
        char *want = arena_printf(a, "v.html:%.*s", (int)first, text);
        int r = compile(a, text + first, &err, &c);
        if (r == 0 || strncmp(err.text, want, strlen(want))) {
            print_error("%s\n  want: %s\n  got:  %s\n", files[i]->d_name, want,
                        r ? err.text : "no refusal");
            wrong++;
        }
        free(files[i]);
        arena_free(a);
    }
    free(files);
    assert_int_equal(wrong, 0);
}

static void is_made_as_written(void **state)
{
    (void)state;
    static const struct {
        const char *body, *c;
    } cases[] = {
        {"<p>\n  a  b\n</p>\n", "    html_lit(h, \"<p>a b</p>\");\n"},
        {"<b>a</b>\n  <i>b</i>", "    html_lit(h, \"<b>a</b> <i>b</i>\");\n"},
        {"<pre>\n a\n</pre>", "    html_lit(h, \"<pre>\\n a\\n</pre>\");\n"},
        {"<input\n  required   disabled>", "    html_lit(h, \"<input required disabled>\");\n"},
        {"<br/>", "    html_lit(h, \"<br>\");\n"},
        {"<svg><path d=\"M0 0\"/></svg>",
         "    html_lit(h, \"<svg><path d=\\\"M0 0\\\"/></svg>\");\n"},
        {"<textarea>{{s}}</textarea>", "    html_lit(h, \"<textarea>\\n\");\n"
                                       "#line 2 \"v.html\"\n"
                                       "    html_put_text(h, (s));\n"
                                       "    html_lit(h, \"</textarea>\");\n"},
        {"{{# no trace }}", ""},
        {"<input checked=\"{{? a > 1}}\">", "    html_lit(h, \"<input\");\n"
                                            "#line 2 \"v.html\"\n"
                                            "    if (a > 1)\n"
                                            "        html_lit(h, \" checked\");\n"
                                            "    html_lit(h, \">\");\n"},
        {"{{\"}}\"}}", "#line 2 \"v.html\"\n    html_put_text(h, (\"}}\"));\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_new();
        struct err err = {{0}};
        struct strbuf c;
        char *text = arena_printf(a, "{{view v(struct html *h)}}\n%s\n{{end}}\n", cases[i].body);
        if (compile(a, text, &err, &c) != 0)
            fail_msg("%s: %s", cases[i].body, err.text);
        char *want = arena_printf(a,
                                  "/* Made by viewgen from v.html. */\n#include \"v.html.h\"\n\n"
                                  "#include \"base/i18n.h\"\n\n#line 1 \"v.html\"\n"
                                  "void v(struct html *h)\n{\n%s}\n\n",
                                  cases[i].c);
        assert_string_equal(c.s, want);
        arena_free(a);
    }
}

static void bounds_hold(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct err err = {{0}};
    struct strbuf c, text;
    strbuf_init(&text, a);
    strbuf_puts(&text, "{{view v(struct html *h)}}");
    for (int i = 0; i < 65; i++)
        strbuf_puts(&text, "<div>");
    assert_int_equal(compile(a, text.s, &err, &c), ERR_INVALID);
    assert_non_null(strstr(err.text, "nested deeper than 64"));

    strbuf_clear(&text);
    strbuf_puts(&text, "{{view v(struct html *h)}}");
    for (int i = 0; i < 65; i++)
        strbuf_puts(&text, "{{if (h)}}");
    assert_int_equal(compile(a, text.s, &err, &c), ERR_INVALID);
    assert_non_null(strstr(err.text, "nested deeper than 64"));

    strbuf_clear(&text);
    strbuf_puts(&text, "{{view v(struct html *h)}}<p");
    for (int i = 0; i < 49; i++)
        strbuf_printf(&text, " a%d", i);
    assert_int_equal(compile(a, text.s, &err, &c), ERR_INVALID);
    assert_non_null(strstr(err.text, "more than 48 attributes"));

    assert_int_equal(compile(a, "{{view v(struct html *h)}}\xff{{end}}", &err, &c), ERR_INVALID);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_with_place_and_mend),
        cmocka_unit_test(is_made_as_written),
        cmocka_unit_test(bounds_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
