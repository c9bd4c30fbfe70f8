/* Inside of the registry: parsers of single cells. Each returns NULL or, when something is wrong,
 * the words for it; *ret_note tells a remark (the value stands) from an error. Values live in a. */
#pragma once

#include "base/map.h"
#include "programme/registry.h"

struct cell_reader {
    struct arena *a;
    struct date today;
    bool note; /* out: what was returned is only a remark */
};

/* «-», «—», «нет», «н/д», «не указано» …: somebody filled the cell to say it is empty. */
bool registry_cell_is_nothing(struct arena *a, const char *text);

const char *registry_cell_int(struct cell_reader *c, const char *text, struct registry_value *v);
const char *registry_cell_year(struct cell_reader *c, const char *text, struct registry_value *v);
const char *registry_cell_date(struct cell_reader *c, const char *text, struct registry_value *v);
const char *registry_cell_bool(struct cell_reader *c, const char *text, struct registry_value *v);
const char *registry_cell_url(struct cell_reader *c, const char *text, struct registry_value *v);
const char *registry_cell_tags(struct cell_reader *c, const char *text, struct registry_value *v);

/* One person in one cell (registry_names.c); several persons (registry_persons.c). */
const char *registry_cell_person(struct cell_reader *c, const char *text, struct registry_value *v);
const char *registry_cell_persons(struct cell_reader *c, const char *text,
                                  struct registry_value *v);

/* «Петрович», «Ильинична»; «оглы», «кызы», the second half of a patronymic. One word. */
bool registry_is_patronymic(struct arena *a, const char *word);

/* Surname, given name and patronymic of three columns. */
const char *registry_cell_name_parts(struct cell_reader *c, const char *const parts[3],
                                     struct registry_value *v);

/* Several phones, addresses and links in one cell (registry_contacts.c); adds to v. owner: the
 * name of the representative from a column of its own, or "". */
const char *registry_cell_contacts(struct cell_reader *c, const char *text, const char *owner,
                                   struct registry_value *v);

/* Forms of mentoring by their names, codes and the wordings of topics/forms.tsv (registry_forms.c).
 */
struct form_words {
    const struct pack *p;
    struct map by_key;  /* head_key of a wording → index of the form */
    struct map by_text; /* as cells of this file spell it */
    struct arena *a;
};
struct form_words *form_words_new(struct arena *a, const struct pack *p);
const char *registry_cell_form(struct cell_reader *c, struct form_words *w, const char *text,
                               struct registry_value *v);

/* Head wordings (registry_words.c). */
struct head_words;
struct head_words *head_words_new(struct arena *a, const struct pack *p);

/* Tokens of a head: lower case, ё → е, no punctuation, one space between. */
char *head_key(struct arena *a, const char *title);

/* The fitting targets of a title for one side, best first; returns how many (at most max). */
size_t head_match(const struct head_words *w, struct arena *scratch, enum pack_registry side,
                  const char *title, struct registry_target *ret, size_t max);
