/* What a pack says about mentors before their first pair: questions, interview, checks, training.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "programme/pack_tables.h"

static const char *const yes_no[] = {"no", "yes", NULL};

static int read_ask(struct pack_loader *l, void *row)
{
    struct pack_ask *q = row;
    int r;
    if ((r = pack_read_form(l, "form_code", true, &q->form_code)) < 0 ||
        (r = pack_read_code(l, "code", &q->code)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &q->name)) < 0)
        return r;
    q->hint = pack_text(l, "hint_ru");
    q->source = pack_text(l, "source");
    q->confidence = pack_text(l, "confidence");
    return 0;
}

static int read_question(struct pack_loader *l, void *row)
{
    struct pack_ask *q = row;
    int required, r = read_ask(l, row);
    if (r >= 0)
        r = pack_read_word(l, "required", yes_no, &required);
    if (r >= 0)
        q->required = required;
    return r;
}

static int read_check(struct pack_loader *l, void *row)
{
    static const char *const kinds[] = {"record", "number", "word", NULL};
    struct pack_check *c = row;
    int kind, r;
    if ((r = pack_read_form(l, "form_code", true, &c->form_code)) < 0 ||
        (r = pack_read_code(l, "code", &c->code)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &c->name)) < 0 ||
        (r = pack_read_word(l, "kind", kinds, &kind)) < 0 ||
        (r = pack_read_int(l, "least", 0, 100, 0, &c->least)) < 0)
        return r;
    c->kind = (enum pack_check_kind)kind;
    c->hint = pack_text(l, "hint_ru");
    c->source = pack_text(l, "source");
    c->confidence = pack_text(l, "confidence");
    return 0;
}

static int read_topic(struct pack_loader *l, void *row)
{
    struct pack_topic *t = row;
    int r;
    if ((r = pack_read_code(l, "code", &t->code)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &t->name)) < 0 ||
        (r = pack_read_int(l, "hours", 1, 100, 0, &t->hours)) < 0)
        return r;
    t->about = pack_text(l, "about_ru");
    t->source = pack_text(l, "source");
    t->confidence = pack_text(l, "confidence");
    return 0;
}

/* «1;3» of so many options, as bits. */
static int read_right(struct pack_loader *l, struct pack_test_question *q)
{
    struct pack_list right = pack_items(l, "right");
    for (size_t i = 0; i < right.n; i++) {
        char *end;
        long n = strtol(right.item[i], &end, 10);
        if (*end || n < 1 || (size_t)n > q->options.n)
            return pack_bad(l, "right", _("«%.20s» — нет варианта с таким номером: их всего %zu"),
                            right.item[i], q->options.n);
        q->right |= 1u << (n - 1);
    }
    if (!q->right || (!q->many && right.n != 1))
        return pack_bad(l, "right",
                        q->many ? _("укажите номера верных вариантов через «;»")
                                : _("укажите номер одного верного варианта"));
    return 0;
}

static int read_test(struct pack_loader *l, void *row)
{
    static const char *const types[] = {"one", "many", NULL};
    struct pack_test_question *q = row;
    int type, r;
    if ((r = pack_read_code(l, "code", &q->code)) < 0 ||
        (r = pack_read_filled(l, "text_ru", &q->text)) < 0 ||
        (r = pack_read_word(l, "type", types, &type)) < 0)
        return r;
    q->many = type == 1;
    q->options = pack_items(l, "options_ru");
    q->why = pack_text(l, "why_ru");
    q->source = pack_text(l, "source");
    q->confidence = pack_text(l, "confidence");
    if (q->options.n < 2 || q->options.n > PACK_TEST_OPTIONS)
        return pack_bad(l, "options_ru", _("нужно от 2 до %d вариантов через «;», сейчас %zu"),
                        PACK_TEST_OPTIONS, q->options.n);
    return read_right(l, q);
}

struct rule {
    int which, value;
};

static int read_rule(struct pack_loader *l, void *row)
{
    static const char *const codes[] = {"attendance_percent", "pass_percent", "attempts", NULL};
    static const int most[] = {100, 100, 20};
    struct rule *rule = row;
    int r = pack_read_word(l, "code", codes, &rule->which);
    return r < 0 ? r : pack_read_int(l, "value", 0, most[rule->which], -1, &rule->value);
}

static int read_rules(struct pack_loader *l)
{
    const struct pack_table table = {"training-rules.tsv",          false,
                                     PACK_COLUMNS("code", "value"), {"code"},
                                     sizeof(struct rule),           read_rule};
    const void *rows = NULL;
    size_t n = 0;
    struct pack_training *t = &l->pack->training;
    int *const into[] = {&t->attendance, &t->pass, &t->attempts};
    int r = pack_table_read(l, &table, &rows, &n);
    *t = (struct pack_training){PACK_ATTENDANCE, PACK_PASS, PACK_ATTEMPTS};
    for (size_t i = 0; r >= 0 && i < n; i++)
        *into[((const struct rule *)rows)[i].which] = ((const struct rule *)rows)[i].value;
    return r;
}

static int too_many(struct pack_loader *l, const char *file, size_t n, size_t most)
{
    if (n <= most)
        return 0;
    return err_set(l->err, ERR_LIMIT, _("%s: строк %zu, а поместится %zu. Оставьте самое важное"),
                   file, n, most);
}

int pack_read_mentors(struct pack_loader *l)
{
    struct pack *p = l->pack;
    PACK_READ(p->mentor_questions, "mentor-questions.tsv", false,
              PACK_COLUMNS("form_code", "code", "name_ru", "required"), {"code", "form_code"},
              sizeof(struct pack_ask), read_question);
    PACK_READ(p->interview, "mentor-interview.tsv", false,
              PACK_COLUMNS("form_code", "code", "name_ru"), {"code", "form_code"},
              sizeof(struct pack_ask), read_ask);
    PACK_READ(p->mentor_checks, "mentor-checks.tsv", false,
              PACK_COLUMNS("form_code", "code", "name_ru", "kind"), {"code", "form_code"},
              sizeof(struct pack_check), read_check);
    PACK_READ(p->topics, "training-topics.tsv", false, PACK_COLUMNS("code", "name_ru", "hours"),
              {"code"}, sizeof(struct pack_topic), read_topic);
    PACK_READ(p->test, "training-questions.tsv", false,
              PACK_COLUMNS("code", "text_ru", "type", "options_ru", "right"), {"code"},
              sizeof(struct pack_test_question), read_test);
    int r = too_many(l, "mentor-questions.tsv", p->mentor_questions.n, PACK_ASKS);
    if (r >= 0)
        r = too_many(l, "mentor-interview.tsv", p->interview.n, PACK_ASKS);
    if (r >= 0)
        r = too_many(l, "training-questions.tsv", p->test.n, PACK_ASKS);
    return r < 0 ? r : read_rules(l);
}
