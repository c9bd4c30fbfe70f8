/* Documents for everybody: of the kinds that may, signed, until they are cancelled. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "base/fs.h"
#include "paper/paper_pages.h"
#include "paper/paper_public.h"
#include "paper/showcase.h"
#include "programme/school_testing.h"

struct stage {
    struct school *s;
    struct book_deed at;
    const char *page; /* for everybody */
};

static int set_up(void **state)
{
    const struct module *const more[] = {&paper_book_module, &paper_public_module, &showcase_module,
                                         &showcase_edit_module};
    struct school *s = school_new(more, 4);
    struct stage *g = arena_new_of(s->a, struct stage);
    const struct showcase open = {.unit_id = s->unit, .opened = true, .about = "", .contacts = ""};
    struct deed deed = {&s->t->clock, s->curator, NULL};
    struct showcase made;
    *g = (struct stage){.s = s, .at = {s->db, s->a, &s->t->app, s->curator}};
    assert_int_equal(showcase_save(s->db, s->a, &open, &deed), 0);
    assert_int_equal(showcase_get(s->db, s->a, s->unit, &made), 1);
    g->page = arena_printf(s->a, "/mentoring/%lld", (long long)made.code);
    *state = g;
    return 0;
}

static int tear_down(void **state)
{
    school_free(((struct stage *)*state)->s);
    return 0;
}

static int64_t made(struct stage *g, const char *kind)
{
    struct paper_at at;
    struct err err = {0};
    const struct book_new n = {0, "", g->s->curator};
    int64_t id = 0;
    if (paper_open(g->s->db, g->s->a, g->at.app, g->s->programme, &err, &at) < 0 ||
        book_make(&at, paper_kind(kind), &n, &err, &id) < 0)
        fail_msg("%s", err.text);
    return id;
}

static int64_t signed_one(struct stage *g, const char *kind)
{
    struct err err = {0};
    int64_t id = made(g, kind);
    assert_int_equal(book_sign(&g->at, id, &err), 0);
    return id;
}

static int publish(struct stage *g, int64_t id, const char *what, bool agreed)
{
    struct err err = {0};
    return paper_publish(&g->at, id, what, agreed, &err);
}

static bool listed(struct stage *g, const char *name)
{
    struct reply page = test_get(g->s->t, 0, g->page);
    assert_int_equal(page.status, 200);
    struct reply piece = test_get(g->s->t, 0, arena_printf(g->s->a, "%s/fragment", g->page));
    assert_int_equal(strstr(page.body, name) != NULL, strstr(piece.body, name) != NULL);
    return strstr(page.body, name);
}

static int download(struct stage *g, int64_t id)
{
    const char *path = arena_printf(g->s->a, "%s/documents/%lld", g->page, (long long)id);
    return test_get(g->s->t, 0, path).status;
}

static void load_scan(struct stage *g, int64_t id)
{
    struct err err = {0};
    const char *path = arena_printf(g->s->a, "%s/scan.pdf", g->s->t->app.config.data_dir);
    assert_int_equal(fs_write(path, "%PDF-1.4 скан", 17, &err), 0);
    assert_int_equal(book_scan(&g->at, id, path, "скан.pdf", &err), 0);
}

static void a_signed_regulation_is_there_until_it_is_cancelled(void **state)
{
    struct stage *g = *state;
    struct err err = {0};
    int64_t id = made(g, "regulation");
    assert_int_equal(publish(g, id, "file", false), ERR_CONFLICT);
    assert_int_equal(book_sign(&g->at, id, &err), 0);
    assert_false(listed(g, "Положение о программе"));
    assert_int_equal(download(g, id), 404);
    assert_int_equal(publish(g, id, "file", false), 0);
    assert_true(listed(g, "Положение о программе"));
    assert_true(listed(g, "КБ"));
    assert_int_equal(download(g, id), 200);
    assert_int_equal(book_cancel(&g->at, id, "Новая редакция", &err), 0);
    assert_false(listed(g, "Положение о программе"));
    assert_int_equal(download(g, id), 404);
}

static void a_document_that_names_people_needs_a_word(void **state)
{
    struct stage *g = *state;
    int64_t id = signed_one(g, "order_coordinator");
    assert_int_equal(publish(g, id, "file", false), ERR_INVALID);
    assert_false(listed(g, "Приказ о назначении"));
    assert_int_equal(publish(g, id, "file", true), 0);
    assert_true(listed(g, "Приказ о назначении"));
    assert_int_equal(publish(g, id, "", false), 0);
    assert_false(listed(g, "Приказ о назначении"));
}

static void names_of_children_never_get_there(void **state)
{
    struct stage *g = *state;
    static const char *const kinds[] = {"order_pairs", "mentee_registry", "order_rewards"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        int64_t id = signed_one(g, kinds[i]);
        assert_int_equal(publish(g, id, "file", true), ERR_INVALID);
        const char *page = school_path(g->s, "/papers/#/public", id);
        assert_int_equal(test_get(g->s->t, g->s->curator, page).status, 404);
    }
    assert_false(listed(g, "id=\"documents\""));
}

static void another_scan_has_to_be_shown_again(void **state)
{
    struct stage *g = *state;
    int64_t id = signed_one(g, "roadmap");
    assert_int_equal(publish(g, id, "scan", false), ERR_INVALID);
    load_scan(g, id);
    assert_int_equal(publish(g, id, "scan", false), 0);
    assert_true(listed(g, "Дорожная карта"));
    assert_int_equal(download(g, id), 200);
    load_scan(g, id);
    assert_false(listed(g, "Дорожная карта"));
    assert_int_equal(download(g, id), 404);
}

static void the_curator_puts_it_out_and_a_closed_page_shows_nothing(void **state)
{
    struct stage *g = *state;
    struct school *s = g->s;
    int64_t id = signed_one(g, "order_coordinator");
    const char *path = school_path(s, "/papers/#/public", id);
    assert_non_null(
        strstr(test_get(s->t, s->curator, school_path(s, "/papers/#", id)).body, "/public"));
    assert_non_null(strstr(test_get(s->t, s->curator, path).body, "имена закрыты"));
    assert_int_equal(test_post(s->t, s->curator, path, "shown", "1", "what", "file", NULL).status,
                     422);
    assert_int_equal(
        test_post(s->t, s->curator, path, "shown", "1", "what", "file", "agreed", "1", NULL).status,
        303);
    assert_int_equal(download(g, id), 200);
    const char *desk = school_path(s, "/units/#/showcase", s->unit);
    assert_non_null(strstr(test_get(s->t, s->curator, desk).body, "Приказ о назначении"));
    assert_int_equal(test_post(s->t, s->curator, desk, "about", "", NULL).status, 303);
    assert_int_equal(download(g, id), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_signed_regulation_is_there_until_it_is_cancelled, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_document_that_names_people_needs_a_word, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(names_of_children_never_get_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_scan_has_to_be_shown_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_curator_puts_it_out_and_a_closed_page_shows_nothing,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
