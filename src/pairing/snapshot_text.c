/* A run's inputs as one text, and back. */
#include <string.h>

#include <sodium.h>

#include "base/i18n.h"
#include "base/record.h"
#include "pairing/snapshot.h"
#include "programme/pack.h"

/* Of the stored text. 2: settings beyond the seed; a text of format 1 has none and reads as the
 * usual draft. */
#define FORMAT 2

/* ---- to a text ---- */

static void write_person(struct strbuf *b, const char *kind, const struct person_profile *p)
{
    record_text(b, kind);
    record_int(b, p->id);
    record_int(b, p->person);
    record_text(b, p->name);
    record_int(b, p->birth_year);
    record_int(b, p->organisation);
    record_int(b, p->municipality);
    record_int(b, p->region);
    record_text(b, p->place);
    record_text(b, p->form);
    record_text(b, p->time);
}

static void write_card(struct strbuf *b, const struct person_profile *p)
{
    for (size_t i = 0; i < p->n_card; i++) {
        record_text(b, "card");
        record_int(b, p->card[i].to);
        record_int(b, p->card[i].kind);
        record_int(b, p->card[i].place);
        record_end(b);
    }
}

static void write_people(struct strbuf *b, const struct criterion_input *in)
{
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        write_person(b, "mentee", &in->mentee[i].p);
        record_text(b, in->mentee[i].request);
        record_end(b);
        write_card(b, &in->mentee[i].p);
    }
    for (uint32_t i = 0; i < in->n_mentors; i++) {
        const struct mentor_profile *m = &in->mentor[i];
        write_person(b, "mentor", &m->p);
        record_text(b, m->competencies);
        record_text(b, m->achievements);
        record_text(b, m->interests);
        record_text(b, m->age_wish);
        record_int(b, m->taken);
        record_int(b, m->more);
        record_end(b);
        write_card(b, &m->p);
    }
}

/* Forms that the pack does not name: an organisation's own, for the words of the answer. */
static void write_forms(struct strbuf *b, const struct criterion_input *in)
{
    for (size_t i = 0; i < in->n_forms; i++)
        if (!strncmp(in->form[i].code, PACK_OWN, sizeof PACK_OWN - 1)) {
            record_text(b, "form");
            record_text(b, in->form[i].code);
            record_text(b, in->form[i].name);
            record_end(b);
        }
}

static void write_marks(struct strbuf *b, const char *kind, const struct criterion_mark *m,
                        size_t n)
{
    for (size_t i = 0; i < n; i++) {
        record_text(b, kind);
        record_int(b, m[i].mentee);
        record_int(b, m[i].mentor);
        record_end(b);
    }
}

char *snapshot_write(struct arena *a, const struct pairing_input *in,
                     unsigned char ret_digest[SNAPSHOT_DIGEST])
{
    const struct criterion_settings *s = &in->people.settings;
    struct strbuf b;
    strbuf_init(&b, a);
    record_text(&b, "settings");
    record_int(&b, FORMAT);
    record_int(&b, in->settings.seed);
    record_int(&b, s->year);
    record_int(&b, s->scope);
    record_int(&b, s->time_is_hard);
    record_int(&b, (int64_t)(s->hours_per_mentee * 1000 + 0.5f));
    record_int(&b, s->max_mentees);
    record_int(&b, s->default_mentees);
    record_int(&b, (int64_t)in->people.n_mentees);
    record_int(&b, (int64_t)in->people.n_mentors);
    record_end(&b);
    for (enum pairing_setting k = 0; k < SETTINGS; k++) {
        record_text(&b, "setting");
        record_text(&b, pairing_setting_code(k));
        record_int(&b, pairing_setting_get(&in->settings, k));
        record_end(&b);
    }
    for (int k = 0; k < CRITERIA; k++) {
        record_text(&b, "weight");
        record_text(&b, criterion_code((enum criterion)k));
        record_int(&b, in->people.criteria.of[k].weight);
        record_end(&b);
    }
    write_forms(&b, &in->people);
    write_people(&b, &in->people);
    write_marks(&b, "pin", in->pin, in->n_pins);
    write_marks(&b, "veto", in->people.veto, in->people.n_vetoes);
    crypto_generichash(ret_digest, SNAPSHOT_DIGEST, (const unsigned char *)b.s, b.len, NULL, 0);
    return b.s;
}

/* ---- without somebody ---- */

/* Fields of write_person and after: what is words of the person or about them. */
static bool personal(size_t field)
{
    return field == 3 || field == 4 || field == 8 || field >= 10;
}

const char *snapshot_forget(struct arena *a, const char *text, int64_t person_id,
                            unsigned char ret_digest[SNAPSHOT_DIGEST])
{
    struct strbuf b;
    struct record r;
    strbuf_init(&b, a);
    while (record_next(a, &text, &r)) {
        const char *kind = record_field(&r, 0);
        bool who = (!strcmp(kind, "mentee") || !strcmp(kind, "mentor")) &&
                   record_number(&r, 2) == person_id;
        for (size_t i = 0; i < r.n; i++)
            record_text(&b, who && personal(i) ? "" : r.field[i]);
        record_end(&b);
    }
    crypto_generichash(ret_digest, SNAPSHOT_DIGEST, (const unsigned char *)b.s, b.len, NULL, 0);
    return b.s;
}

/* ---- and back ---- */

struct reader {
    struct arena *a;
    struct pairing_input *in;
    struct mentee_profile *mentees;
    struct mentor_profile *mentors;
    uint32_t room_mentees, room_mentors;
    struct criterion_mark *pins, *vetoes;
    struct preference *cards;
    struct criterion_form *forms; /* the book's, and those of the text */
    size_t n_cards;
    struct person_profile *last; /* whose card lines follow */
};

static struct person_profile read_person(const struct record *r)
{
    return (struct person_profile){
        .id = record_number(r, 1),
        .person = record_number(r, 2),
        .name = record_field(r, 3),
        .birth_year = (int)record_number(r, 4),
        .organisation = record_number(r, 5),
        .municipality = record_number(r, 6),
        .region = record_number(r, 7),
        .place = record_field(r, 8),
        .form = record_field(r, 9),
        .time = record_field(r, 10),
    };
}

static void read_settings(struct reader *rd, const struct record *r)
{
    struct criterion_settings *s = &rd->in->people.settings;
    pairing_setting_set(&rd->in->settings, SETTING_SEED, record_number(r, 2));
    *s = criterion_settings_default((int)record_number(r, 3));
    s->scope = (enum criterion_scope)record_number(r, 4);
    s->time_is_hard = record_number(r, 5) != 0;
    s->hours_per_mentee = (float)record_number(r, 6) / 1000;
    s->max_mentees = (unsigned)record_number(r, 7);
    s->default_mentees = (unsigned)record_number(r, 8);
    rd->room_mentees = (uint32_t)record_number(r, 9);
    rd->room_mentors = (uint32_t)record_number(r, 10);
    rd->mentees = arena_array(rd->a, struct mentee_profile, rd->room_mentees);
    rd->mentors = arena_array(rd->a, struct mentor_profile, rd->room_mentors);
}

static int read_record(struct reader *rd, const struct record *r)
{
    struct criterion_input *in = &rd->in->people;
    const char *kind = record_field(r, 0);
    if (!strcmp(kind, "settings")) {
        read_settings(rd, r);
    } else if (!strcmp(kind, "setting")) {
        enum pairing_setting k = pairing_setting_find(record_field(r, 1));
        if (k == SETTINGS)
            return ERR_INVALID;
        pairing_setting_set(&rd->in->settings, k, record_number(r, 2));
    } else if (!strcmp(kind, "weight")) {
        enum criterion k = criterion_find(record_field(r, 1));
        if (k != CRITERIA)
            in->criteria.of[k].weight = (uint8_t)record_number(r, 2);
    } else if (!strcmp(kind, "form")) {
        rd->forms[in->n_forms++] = (struct criterion_form){record_field(r, 1), record_field(r, 2)};
    } else if (!strcmp(kind, "mentee") && in->n_mentees < rd->room_mentees) {
        struct mentee_profile *m = &rd->mentees[in->n_mentees++];
        *m = (struct mentee_profile){read_person(r), record_field(r, 11)};
        rd->last = &m->p;
    } else if (!strcmp(kind, "mentor") && in->n_mentors < rd->room_mentors) {
        struct mentor_profile *m = &rd->mentors[in->n_mentors++];
        *m = (struct mentor_profile){.p = read_person(r),
                                     .competencies = record_field(r, 11),
                                     .achievements = record_field(r, 12),
                                     .interests = record_field(r, 13),
                                     .age_wish = record_field(r, 14),
                                     .taken = (unsigned)record_number(r, 15),
                                     .more = (int)record_number(r, 16)};
        rd->last = &m->p;
    } else if (!strcmp(kind, "card") && rd->last) {
        struct preference *p = &rd->cards[rd->n_cards++];
        *p = (struct preference){record_number(r, 1), (enum preference_kind)record_number(r, 2),
                                 (uint8_t)record_number(r, 3)};
        if (!rd->last->n_card++)
            rd->last->card = p;
    } else if (!strcmp(kind, "pin")) {
        rd->pins[rd->in->n_pins++] =
            (struct criterion_mark){record_number(r, 1), record_number(r, 2)};
    } else if (!strcmp(kind, "veto")) {
        rd->vetoes[in->n_vetoes++] =
            (struct criterion_mark){record_number(r, 1), record_number(r, 2)};
    } else {
        return ERR_INVALID;
    }
    return 0;
}

static size_t count_records(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += *text == '\x1e';
    return n;
}

int snapshot_read(struct arena *a, const char *text, const struct rulebook *book, struct err *err,
                  struct pairing_input *ret_input)
{
    struct pairing_input in = {0};
    size_t n = count_records(text);
    struct reader rd = {.a = a,
                        .in = &in,
                        .pins = arena_array(a, struct criterion_mark, n),
                        .vetoes = arena_array(a, struct criterion_mark, n),
                        .cards = arena_array(a, struct preference, n)};
    in.people.topics = book->topics;
    in.people.wordings = book->wordings;
    in.people.criteria = book->criteria;
    rd.forms = arena_array(a, struct criterion_form, book->n_forms + n);
    for (size_t i = 0; i < book->n_forms; i++)
        rd.forms[i] = book->form[i];
    in.people.form = rd.forms;
    in.people.n_forms = book->n_forms;
    struct record r;
    while (record_next(a, &text, &r))
        if (read_record(&rd, &r) < 0)
            return err_set(err, ERR_INVALID, _("Условия этого черновика не читаются"));
    in.people.mentee = rd.mentees;
    in.people.mentor = rd.mentors;
    in.pin = rd.pins;
    in.people.veto = rd.vetoes;
    *ret_input = in;
    return 0;
}
