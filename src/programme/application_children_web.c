/* A list of children, a child a line, as a class teacher types it or pastes it from a table. */
#include "programme/application_children.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"

#define YOUNGEST 6

/* Four digits and nothing else. */
static int64_t year_in(const char *s)
{
    if (strlen(s) != 4 || strspn(s, "0123456789") != 4)
        return 0;
    return (s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 + (s[3] - '0');
}

/* +7XXXXXXXXXX of a piece that is a telephone, or NULL. */
static const char *phone_in(struct arena *a, const char *s)
{
    char digits[16];
    size_t n = 0;
    for (; *s; s++) {
        if (*s >= '0' && *s <= '9') {
            if (n == sizeof digits - 1)
                return NULL;
            digits[n++] = *s;
        } else if (!strchr("+-() ", *s)) {
            return NULL;
        }
    }
    digits[n] = '\0';
    if (n == 10)
        return arena_printf(a, "+7%s", digits);
    return n == 11 && (*digits == '7' || *digits == '8') ? arena_printf(a, "+7%s", digits + 1)
                                                         : NULL;
}

/* One piece of a line behind the name. */
static void take_piece(struct arena *a, const char *piece, struct application_child *c)
{
    const char *phone = phone_in(a, piece), *at = strchr(piece, '@');
    if (!*piece)
        return;
    if (!c->year && year_in(piece))
        c->year = year_in(piece);
    else if (phone)
        c->phone = phone;
    else if (at && strchr(at, '.') && !strchr(piece, ' '))
        c->email = utf8_lowercase(a, piece);
    else
        c->request = *c->request ? arena_printf(a, "%s, %s", c->request, piece) : piece;
}

static int read_line(struct arena *a, const char *line, struct err *err,
                     struct application_child *ret)
{
    *ret = (struct application_child){.request = "", .phone = "", .email = ""};
    size_t n = strcspn(line, ",;\t");
    int r = person_name_parse(a, arena_strndup(a, line, n), err, &ret->name);
    while (r >= 0 && line[n]) {
        line += n + 1;
        n = strcspn(line, ",;\t");
        take_piece(a, utf8_squeeze(a, arena_strndup(a, line, n)), ret);
    }
    if (r >= 0 && !ret->year)
        r = err_set(err, ERR_INVALID, _("нет года рождения (четыре цифры)"));
    if (r >= 0 && utf8_len(ret->request) > APPLICATION_TEXT_MAX)
        r = err_set(err, ERR_INVALID, _("просьба длиннее %d знаков"), APPLICATION_TEXT_MAX);
    return r;
}

static bool check_child(struct req *req, const struct enrolment_at *at, size_t no,
                        const struct application_child *c, bool sure)
{
    enum person_age age = person_age(c->year, true, at->today);
    const struct pack_sensitive *s = pack_sensitive(req->a, at->pack, c->request);
    if (c->year > at->today.year - YOUNGEST || c->year < 1920)
        form_error(req->form, "children", _("Строка %zu: проверьте год рождения"), no);
    else if (age == PERSON_ADULT)
        form_error(req->form, "children",
                   _("Строка %zu: по году рождения это взрослый, он подаёт заявку за себя"), no);
    else if (s && s->refuse)
        form_error(req->form, "children",
                   _("Строка %zu: похоже, здесь сведения %s. Их здесь не хранят. Опишите просьбу "
                     "иначе"),
                   no, s->about);
    else if (s && !sure)
        form_error(req->form, "children",
                   _("Строка %zu: возможно, здесь сведения %s. Опишите просьбу иначе; если речь о "
                     "другом, отметьте это под списком"),
                   no, s->about);
    else
        return true;
    return false;
}

size_t application_children(struct req *req, const struct enrolment_at *at, const char *text,
                            bool sure, struct application_child list[APPLICATION_LIST_MAX])
{
    size_t n = 0, no = 0;
    for (const char *s = text; *s;) {
        size_t len = strcspn(s, "\n");
        const char *line = arena_strndup(req->a, s, len); /* with the tabs of a pasted table */
        struct err why = {0};
        no++;
        s += len + (s[len] == '\n');
        if (!*utf8_squeeze(req->a, line))
            continue;
        if (n == APPLICATION_LIST_MAX) {
            form_error(req->form, "children", _("Учеников больше %d: отправьте список по частям"),
                       APPLICATION_LIST_MAX);
            return 0;
        }
        if (read_line(req->a, line, &why, &list[n]) < 0) {
            form_error(req->form, "children", _("Строка %zu: %s"), no, why.text);
            return 0;
        }
        if (!check_child(req, at, no, &list[n], sure))
            return 0;
        n++;
    }
    return n;
}
