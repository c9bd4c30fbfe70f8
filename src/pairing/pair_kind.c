#include "pairing/pair_kind.h"

#include <string.h>

static bool listed(const char *codes, const char *code, size_t n)
{
    while (*codes) {
        size_t len = strcspn(codes, ";");
        if (len == n && !strncmp(codes, code, n))
            return true;
        codes += len + (codes[len] != 0);
    }
    return false;
}

const char *pair_form_of(struct arena *a, const struct programme *p, const char *mentee_forms,
                         const char *mentor_forms)
{
    for (const char *s = mentee_forms; *s;) {
        size_t n = strcspn(s, ";");
        if (n && (!*mentor_forms || listed(mentor_forms, s, n)))
            return arena_strndup(a, s, n);
        s += n + (s[n] != 0);
    }
    const char *any = *mentee_forms ? mentee_forms : mentor_forms;
    if (*any)
        return arena_strndup(a, any, strcspn(any, ";"));
    return p->n_forms ? p->forms[0] : "";
}

const char *pair_model_of(const struct pack *pack, const char *form)
{
    const struct pack_form *f = pack_form(pack, form);
    return f && f->role_models.n ? f->role_models.item[0] : "";
}

bool pair_model_fits(const struct pack *pack, const char *form, const char *model)
{
    const struct pack_form *f = pack_form(pack, form);
    if (!f)
        return false;
    for (size_t i = 0; i < f->role_models.n; i++)
        if (!strcmp(f->role_models.item[i], model))
            return true;
    return !f->role_models.n && !*model;
}

const char *pair_model_name(const struct pack *pack, const char *form, const char *model)
{
    for (size_t i = 0; i < pack->role_models.n; i++) {
        const struct pack_role_model *m = &pack->role_models.row[i];
        if (!strcmp(m->form_code, form) && !strcmp(m->code, model))
            return m->name;
    }
    return "";
}
