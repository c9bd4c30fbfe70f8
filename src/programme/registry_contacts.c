/* Phones, addresses and links as they stand together in one cell, and whose they are. */
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "programme/registry_cells.h"

#define MAX_DIGITS 64
#define MAX_LINK 300
#define LABEL_ENDS " :;,()\n\t\"=/"

struct scan {
    struct arena *a;
    struct registry_value *v;
    struct strbuf label; /* words since the last contact or separator */
    const char *bad;     /* first thing that is wrong */
    bool mail;           /* there is a '@' in the cell */
    size_t open;         /* contacts of this piece that still may get a label behind them */
};

/* Words that say what follows, not whose it is. */
static bool is_noise(const char *word)
{
    static const char *const noise[] = {
        "т",           "тел",      "телефон",  "моб",     "мобильный", "сот",      "сотовый",
        "дом",         "домашний", "раб",      "рабочий", "почта",     "эл",       "e-mail",
        "email",       "mail",     "vk",       "вк",      "вконтакте", "whatsapp", "ватсап",
        "viber",       "вайбер",   "telegram", "тг",      "адрес",     "и",        "или",
        "доб",         "контакт",  "контакты", "номер",   "ф",         "факс",     "эл-почта",
        "электронная", "max",      "ссылка"};
    for (size_t i = 0; i < sizeof noise / sizeof *noise; i++)
        if (!strcmp(word, noise[i]))
            return true;
    return false;
}

static bool is_relative(const char *word)
{
    static const char *const kin[] = {
        "мама",     "мать",      "мамы",          "папа",          "отец",      "папы",
        "отчим",    "мачеха",    "бабушка",       "дедушка",       "опекун",    "опекуна",
        "тетя",     "дядя",      "брат",          "сестра",        "родитель",  "родителя",
        "родители", "родителей", "представитель", "представителя", "законный",  "попечитель",
        "матери",   "отца",      "бабушки",       "баба",          "попечителя"};
    for (size_t i = 0; i < sizeof kin / sizeof *kin; i++)
        if (!strcmp(word, kin[i]))
            return true;
    return false;
}

/* The label without noise words and signs; *ret_kin says that a relative is named. */
static const char *tidy_label(struct arena *a, const char *label, bool *ret_kin)
{
    struct strbuf out;
    label += strspn(label, LABEL_ENDS);
    if (!*label)
        return "";
    strbuf_init(&out, a);
    for (const char *p = label; *p;) {
        size_t n = strcspn(p, LABEL_ENDS);
        const char *word = arena_strndup(a, p, n);
        const char *key = utf8_key(a, word);
        while (*key == '-')
            key++;
        if (*key && !is_noise(key)) {
            strbuf_printf(&out, "%s%s", out.len ? " " : "", word);
            *ret_kin |= is_relative(key);
        }
        p += n;
        p += *p != '\0';
    }
    return utf8_squeeze(a, out.s);
}

static void take_label(struct scan *s)
{
    bool kin = false;
    const char *note = tidy_label(s->a, s->label.s, &kin);
    strbuf_clear(&s->label);
    if (!*note)
        return;
    /* «(мама)» behind a number names the contacts that have no name yet */
    for (size_t i = s->v->n_contacts - s->open; i < s->v->n_contacts; i++) {
        s->v->contacts[i].note = note;
        s->v->contacts[i].representative = kin;
    }
    s->open = 0;
}

static void put(struct scan *s, enum registry_contact_kind kind, const char *value)
{
    struct registry_value *v = s->v;
    bool kin = false;
    const char *note = tidy_label(s->a, s->label.s, &kin);
    strbuf_clear(&s->label);
    for (size_t i = 0; i < v->n_contacts; i++)
        if (!strcmp(v->contacts[i].value, value))
            return;
    if (v->n_contacts == REGISTRY_MAX_CONTACTS) {
        s->bad = s->bad ? s->bad : _("слишком много контактов в одной ячейке");
        return;
    }
    v->contacts[v->n_contacts++] = (struct registry_contact){
        .kind = kind, .value = value, .note = note, .representative = kin};
    s->open = *note ? 0 : s->open + 1;
}

static bool is_local_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr(".-_+%", c));
}

/* An address at s (n bytes up to a space or separator, with a '@' inside)? */
static void put_email(struct scan *s, const char *text, size_t n)
{
    const char *word = arena_strndup(s->a, text, n);
    while (n && strchr(".,;:)>", word[n - 1]))
        word = arena_strndup(s->a, word, --n);
    const char *at = strchr(word, '@'), *dot = at ? strrchr(at, '.') : NULL;
    bool ok = at && at != word && !strchr(at + 1, '@') && dot && dot > at + 1 && strlen(dot) > 2;
    for (const char *p = word; ok && *p; p++)
        ok = *p == '@' || is_local_char(*p);
    if (ok) {
        put(s, REGISTRY_EMAIL, utf8_lowercase(s->a, word));
        return;
    }
    bool russian = false;
    for (const char *p = word; *p; p++)
        russian |= (unsigned char)*p >= 0x80;
    if (!s->bad)
        s->bad = russian ? _("в адресе почты русские буквы. Наберите его латинскими")
                         : _("адрес почты с ошибкой. Нужен, например, sokolova@mail.ru");
}

/* Length of a link at p, or 0. */
static size_t link_at(const char *p)
{
    static const char *const start[] = {"http://", "https://", "vk.com/", "m.vk.com/", "vk.ru/",
                                        "t.me/",   "www.",     "ok.ru/",  "max.ru/"};
    if (!strchr("hvmtwoHVMTWO", *p))
        return 0;
    for (size_t i = 0; i < sizeof start / sizeof *start; i++)
        if (!strncasecmp(p, start[i], strlen(start[i])))
            return strcspn(p, " \n\t;,()\"<>");
    return 0;
}

static void put_link(struct scan *s, const char *p, size_t n)
{
    const char *url = arena_strndup(s->a, p, n < MAX_LINK ? n : MAX_LINK);
    bool whole = !strncasecmp(url, "http", 4);
    put(s, REGISTRY_LINK, whole ? url : arena_printf(s->a, "https://%s", url));
}

static void put_phone(struct scan *s, const char *digits, size_t n)
{
    bool trunk = n == 11 && (digits[0] == '7' || digits[0] == '8');
    char phone[] = "+70000000000";
    memcpy(phone + 2, digits + trunk, 10);
    put(s, REGISTRY_PHONE, arena_strdup(s->a, phone));
}

/* A run of digits with dashes and brackets; several numbers may follow each other in it. trunk:
 * the first digit stands apart, so it is the 8 or 7 of the country and ten digits are too few. */
static void put_phones(struct scan *s, const char *digits, size_t n, bool plus, bool trunk)
{
    bool country = trunk || !strncmp(digits, "89", 2) || digits[0] == '7';
    if (plus && digits[0] != '7' && n >= 9 && n <= 15) {
        put(s, REGISTRY_PHONE, arena_printf(s->a, "+%.*s", (int)n, digits));
        return;
    }
    while ((n > 10 || (n == 10 && !country)) && (n <= 11 || n >= 20)) {
        size_t take = (digits[0] == '7' || digits[0] == '8') && n != 10 ? 11 : 10;
        if (take == 10 && n != 10 && n < 20)
            break;
        put_phone(s, digits, take);
        digits += take;
        n -= take;
        country = false;
    }
    if (n && !s->bad)
        s->bad = n <= 10 ? _("в номере не хватает цифр: нужно 11 вместе с +7")
                         : _("в номере лишние цифры: нужно 11 вместе с +7");
}

/* Reads a run of phone characters at p; bytes used. A gap of two spaces, or a '+', begins
 * another number. */
static size_t phone_at(struct scan *s, const char *p)
{
    char digits[MAX_DIGITS];
    size_t n = 0, i = 0;
    bool plus = *p == '+', trunk = false;
    for (size_t len; p[i]; i += len) {
        uint32_t c = utf8_decode(p + i, strlen(p + i), &len);
        trunk |= n == 1 && !(c >= '0' && c <= '9') && (digits[0] == '8' || digits[0] == '7');
        if (c >= '0' && c <= '9' && n < MAX_DIGITS - 1)
            digits[n++] = (char)c;
        else if (c == '+' && n)
            break;
        else if (!(c == '+' || c == '(' || c == ')' || c == '-' || c == '.' || c == ' ' ||
                   (c >= 0x2010 && c <= 0x2015) || c == 0xA0))
            break;
        else if (c == '(' && n >= 10) /* a remark behind a whole number */
            break;
        else if (c == ' ' && n >= 10 && p[i + 1] != '+' && n != 10)
            break; /* eleven digits are a number; what follows is another one */
    }
    digits[n] = '\0';
    if (n)
        put_phones(s, digits, n, plus, trunk);
    return i ? i : 1;
}

/* «доб. 12», «кв. 5»: digits that are no phone; the number of bytes up to their end, or 0. */
static size_t extension_at(const char *p)
{
    static const char *const word[] = {"доб", "вн.", "каб", "кв."};
    for (size_t i = 0; i < sizeof word / sizeof *word; i++) {
        size_t n = strlen(word[i]);
        if (!strncmp(p, word[i], n)) {
            n += strspn(p + n, ". №");
            size_t digits = strspn(p + n, "0123456789");
            return digits ? n + digits : 0;
        }
    }
    return 0;
}

static void scan_cell(struct scan *s, const char *p)
{
    s->mail = strchr(p, '@');
    while (*p) {
        size_t word = s->mail ? strcspn(p, " \n\t;,()") : 0, used;
        if (word && memchr(p, '@', word)) {
            put_email(s, p, word);
            p += word;
        } else if ((used = link_at(p))) {
            put_link(s, p, used);
            p += used;
        } else if ((used = extension_at(p))) {
            p += used;
        } else if ((*p >= '0' && *p <= '9') || (*p == '+' && p[1] >= '0' && p[1] <= '9') ||
                   (*p == '(' && p[1] >= '0' && p[1] <= '9')) {
            p += phone_at(s, p);
        } else {
            if (*p == ';' || *p == '\n' || *p == ',' || *p == ')') {
                if (s->open)
                    take_label(s);
                if (*p == ';' || *p == '\n')
                    s->open = 0;
            }
            strbuf_add(&s->label, p, 1);
            p++;
        }
    }
    if (s->open)
        take_label(s);
}

/* «ivanova @ mail.ru» → «ivanova@mail.ru». */
static const char *close_at(struct arena *a, const char *text)
{
    if (!strstr(text, " @") && !strstr(text, "@ "))
        return text;
    struct strbuf b;
    strbuf_init(&b, a);
    for (const char *p = text; *p; p++) {
        if (*p == ' ' && p[strspn(p, " ")] == '@')
            continue;
        strbuf_putc(&b, *p);
        if (*p == '@')
            p += strspn(p + 1, " ");
    }
    return b.s;
}

/* Exotic spaces become plain ones, line breaks stay. */
static const char *plain_spaces(struct arena *a, const char *text)
{
    if (utf8_is_squeezed(text))
        return text;
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t n = strlen(text), len; n; text += len, n -= len) {
        uint32_t c = utf8_decode(text, n, &len);
        if (c == '\n' || !utf8_is_space(c))
            strbuf_add(&b, text, len);
        else
            strbuf_putc(&b, ' ');
    }
    return b.s;
}

const char *registry_cell_contacts(struct cell_reader *c, const char *text, const char *owner,
                                   struct registry_value *v)
{
    struct scan s = {.a = c->a, .v = v};
    size_t before = v->n_contacts;
    bool kin = false;
    strbuf_init(&s.label, c->a);
    if (!v->contacts)
        v->contacts = arena_array(c->a, struct registry_contact, REGISTRY_MAX_CONTACTS);
    scan_cell(&s, close_at(c->a, plain_spaces(c->a, text)));
    struct strbuf all;
    strbuf_init(&all, c->a);
    for (size_t i = 0; i < v->n_contacts; i++) {
        struct registry_contact *k = &v->contacts[i];
        if (*owner && !*k->note) {
            k->note = tidy_label(c->a, owner, &kin);
            k->representative = true;
        }
        strbuf_puts(&all, i ? "; " : "");
        strbuf_puts(&all, k->value);
        if (*k->note)
            strbuf_printf(&all, " (%s)", k->note);
    }
    v->text = all.s;
    c->note = false;
    if (!s.bad && v->n_contacts == before)
        return _("не видно ни телефона, ни почты");
    return s.bad;
}
