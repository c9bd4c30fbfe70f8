/* cmocka wants this order. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/i18n.h"
#include "embed/embed.h"

static void files_are_found_by_name(void **state)
{
    (void)state;
    const struct embed_set *sets[] = {&embed_assets, &embed_schema, &embed_packs, &embed_texts};
    for (size_t s = 0; s < sizeof sets / sizeof *sets; s++) {
        assert_true(sets[s]->n > 0);
        assert_int_equal(strlen(sets[s]->digest), 16);
        for (size_t i = 0; i < sets[s]->n; i++) {
            const struct embed_file *f = &sets[s]->files[i];
            assert_ptr_equal(embed_find(sets[s], f->name), f);
            assert_int_equal(f->data[f->size], '\0');
        }
    }
    assert_null(embed_find(&embed_assets, "nothing.css"));
    assert_null(embed_find(&embed_assets, ""));
    assert_non_null(embed_find(&embed_assets, "fonts/golos-400.woff2"));
    assert_non_null(embed_find(&embed_packs, "target-model/pack.tsv"));
    assert_string_equal(embed_schema.files[0].name, "0001_frame.sql");
}

static void twin_unpacks_to_the_same_bytes(void **state)
{
    (void)state;
    const struct embed_file *f = embed_find(&embed_assets, "app.css");
    assert_non_null(f);
    assert_string_equal(f->type, "text/css; charset=utf-8");
    assert_true(f->gzip_size > 0 && f->gzip_size < f->size);
    char *out = malloc(f->size);
    z_stream z = {.next_in = (Bytef *)(uintptr_t)f->gzip, .avail_in = (uInt)f->gzip_size};
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)f->size;
    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    inflateEnd(&z);
    assert_int_equal(z.total_out, f->size);
    assert_memory_equal(out, f->data, f->size);
    free(out);
    /* Fonts are compressed already. */
    assert_null(embed_find(&embed_assets, "fonts/golos-400.woff2")->gzip);
}

static void catalogues_speak(void **state)
{
    (void)state;
    embed_load_texts();
    i18n_set(LANG_EN);
    assert_string_equal(i18n_text("сегодня"), "today");
    i18n_set(LANG_RU);
    assert_string_equal(i18n_text("сегодня"), "сегодня");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_found_by_name),
        cmocka_unit_test(twin_unpacks_to_the_same_bytes),
        cmocka_unit_test(catalogues_speak),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
