#include "programme/own_form.h"

#include <stddef.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/utf8.h"
#include "db/db.h"
#include "frame/app.h"
#include "programme/methodology.h"

/* The forms as rows of the pack; one whose base this pack lacks is left out. */
static size_t add_forms(struct arena *a, struct pack *p, const struct own_forms_of *rows, size_t n)
{
    struct pack_form *forms = arena_array(a, struct pack_form, p->forms.n + n);
    size_t k = p->forms.n;
    if (k)
        memcpy(forms, p->forms.row, k * sizeof *forms);
    for (size_t i = 0; i < n; i++) {
        const struct pack_form *base = pack_form(p, rows[i].base);
        if (!base)
            continue;
        forms[k] = *base;
        forms[k].code = rows[i].code;
        forms[k].name = rows[i].name;
        forms[k].mentor_kind = rows[i].mentor_kind;
        forms[k].mentee_kind = rows[i].mentee_kind;
        forms[k].aim = rows[i].aim;
        forms[k].base = base->code;
        k++;
    }
    size_t own = k - p->forms.n;
    p->forms.row = forms;
    p->forms.n = k;
    return own;
}

/* Rows of the pack and once more, under the code of each own form, those of its base. at: where a
 * row holds the code of its form. */
static void *with_own_rows(struct arena *a, const struct pack *p, size_t own, const void *rows,
                           size_t size, size_t at, size_t *n)
{
    size_t have = *n, k = have;
    char *list = arena_alloc(a, size * have * (own + 1));
    if (have)
        memcpy(list, rows, size * have);
    for (const struct pack_form *f = p->forms.row + p->forms.n - own; have && own; f++, own--)
        for (size_t i = 0; i < have; i++) {
            const char *code;
            memcpy(&code, list + size * i + at, sizeof code);
            if (strcmp(code, f->base) != 0)
                continue;
            memcpy(list + size * k, list + size * i, size);
            memcpy(list + size * k++ + at, &f->code, sizeof f->code);
        }
    *n = k;
    return list;
}

/* What belongs to the base belongs to the own form, too. */
#define ADD_OWN(list)                                                                              \
    (p->list.row = with_own_rows(a, p, own, p->list.row, sizeof *p->list.row,                      \
                                 offsetof(__typeof__(*p->list.row), form_code), &p->list.n))

int own_form_pack(struct db *db, struct arena *a, int64_t unit_id, const struct pack **pack)
{
    struct own_forms_of *rows;
    size_t n;
    int r = own_forms_of(db, a, unit_id, &rows, &n);
    if (r < 0 || !n)
        return r < 0 ? r : 0;
    struct pack *p = arena_new_of(a, struct pack);
    *p = **pack;
    size_t own = add_forms(a, p, rows, n);
    ADD_OWN(role_models);
    ADD_OWN(questions);
    ADD_OWN(metrics);
    *pack = p;
    return 0;
}

int own_form_methodology(struct methodology *m, struct db *db, struct arena *a, int64_t unit_id,
                         int64_t pack_id, struct err *err, const struct pack **ret_pack)
{
    int r = methodology_pack(m, db, pack_id, err, ret_pack);
    return r < 0 ? r : own_form_pack(db, a, unit_id, ret_pack);
}

int own_form_add(struct db *db, struct arena *a, const struct app *app,
                 const struct own_form_new *n, struct err *err)
{
    struct own_forms_at *rows;
    size_t have;
    int r = own_forms_at(db, a, n->unit_id, &rows, &have);
    if (r < 0)
        return r;
    if (have >= OWN_FORMS_MAX)
        return err_set(err, ERR_LIMIT, _("Своих форм уже %d. Уберите лишние"), OWN_FORMS_MAX);
    for (size_t i = 0; i < have; i++)
        if (!strcmp(utf8_key(a, rows[i].name), utf8_key(a, n->name)))
            return err_set(err, ERR_CONFLICT, _("Форма с таким названием уже есть"));
    int64_t id = id_new(app->clock);
    r = own_form_insert(db, id, n->unit_id, arena_printf(a, PACK_OWN "%llx", (long long)id),
                        n->name, n->mentor_kind, n->mentee_kind, n->aim ? n->aim : "", n->base,
                        n->account_id ? &n->account_id : NULL, clock_now(app->clock));
    return r < 0 ? r : 0;
}

int own_form_remove(struct db *db, struct arena *a, int64_t unit_id, int64_t id, struct err *err)
{
    struct own_form_row f;
    struct own_form_users users;
    int r = own_form_row(db, a, id, &f);
    if (r <= 0 || f.unit_id != unit_id)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = own_form_users(db, a, unit_id, f.code, arena_printf(a, "%%%s%%", f.code), &users);
    if (r >= 0 && (users.programmes || users.people || users.pairs))
        return err_set(err, ERR_CONFLICT,
                       _("Форму «%s» убрать нельзя, она занята. Программ: %lld, участников: %lld, "
                         "пар: %lld. Сначала выберите для них другую форму"),
                       f.name, (long long)users.programmes, (long long)users.people,
                       (long long)users.pairs);
    return r < 0 ? r : own_form_delete(db, id, unit_id);
}
