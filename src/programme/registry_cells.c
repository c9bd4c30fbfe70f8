#include "programme/registry_cells.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/utf8.h"

#define LONGEST_NOTHING 28 /* bytes of a cell that says it is empty */
#define OLDEST 100         /* years: nobody older takes part */
#define YOUNGEST 4         /* nor younger */
#define FIRST_SERIAL 25569 /* 1970: fewer days are a slip of the keyboard, such as 20111 */
#define LAST_SERIAL 47000
#define MAX_TAGS 40
#define FIRST_YEAR 2000 /* of dates of a programme */

/* Can a key that begins with this character be one of the words below? Latin letters may stand for
 * Russian ones, and what is no letter may be dropped. */
static bool may_be_nothing(const char *text)
{
    size_t len;
    uint32_t c = utf8_lower(utf8_decode(text, strlen(text) + 1, &len));
    if (c >= '1' && c <= '9')
        return false;
    return !utf8_is_letter(c) || c == 0x43D || c == 0x43E || c == 0x431 || c == 0x445 || c < 0x80;
}

bool registry_cell_is_nothing(struct arena *a, const char *text)
{
    static const char *const nothing[] = {
        "",           "-",           "--",          "---",        "нет",
        "н/д",        "нд",          "нет данных",  "не указано", "не указан",
        "не указана", "отсутствует", "отсутствуют", "не имеется", "?",
        "б/н",        "x",           "х",           "0"};
    if (strlen(text) > LONGEST_NOTHING || !may_be_nothing(text))
        return false;
    const char *key = utf8_key(a, text);
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (!strcmp(key, nothing[i]))
            return true;
    return false;
}

/* All digits → number; -1 otherwise. «2011,0» counts as whole. */
static long whole(const char *s)
{
    size_t n = strspn(s, "0123456789");
    if (!n || n > 9 || (s[n] && strcmp(s + n, ",0") && strcmp(s + n, ".0")))
        return -1;
    return strtol(s, NULL, 10);
}

static const char *number_text(struct arena *a, int n)
{
    char digits[12], *p = digits + sizeof digits;
    for (*--p = '\0'; n > 0; n /= 10)
        *--p = (char)('0' + n % 10);
    return arena_strdup(a, p);
}

const char *registry_cell_int(struct cell_reader *c, const char *text, struct registry_value *v)
{
    long n = whole(text);
    if (n < 0 && strlen(text) && text[strlen(text) - 1] == '.')
        n = whole(arena_strndup(c->a, text, strlen(text) - 1));
    v->number = n > 0 && n < 1000000000 ? (int)n : 0;
    v->text = v->number ? number_text(c->a, v->number) : "";
    return NULL; /* our own numbering replaces it, so anything goes */
}

static const char *put_year(struct cell_reader *c, long year, struct registry_value *v)
{
    c->note = false;
    if (year < c->today.year - OLDEST || year > c->today.year - YOUNGEST)
        return arena_printf(c->a, _("год вне пределов %d–%d"), c->today.year - OLDEST,
                            c->today.year - YOUNGEST);
    v->number = (int)year;
    v->text = number_text(c->a, v->number);
    return NULL;
}

/* «14 лет», «14»: an age; the year may be one off, so it is a remark. */
static const char *put_age(struct cell_reader *c, long age, struct registry_value *v)
{
    const char *bad = put_year(c, c->today.year - age, v);
    if (bad)
        return bad;
    c->note = true;
    return arena_printf(c->a, _("похоже на возраст: считаем годом рождения %d"), v->number);
}

/* Drop «г.р.», «года рождения», «г.» behind the number. */
static char *without_year_words(struct arena *a, const char *text)
{
    static const char *const word[] = {"года рождения", "год рождения", "г рождения", "г р", "гр",
                                       "года",          "год",          "г"};
    char *key = utf8_squeeze(a, utf8_key(a, text));
    for (size_t i = 0; i < sizeof word / sizeof *word; i++) {
        size_t n = strlen(key), k = strlen(word[i]);
        if (n > k && !strcmp(key + n - k, word[i])) {
            key[n - k] = '\0';
            return utf8_squeeze(a, key);
        }
    }
    return key;
}

/* The number in front of «лет», «год», «года»: an age, or -1. */
static long age_of(const char *key)
{
    size_t n = strspn(key, "0123456789");
    const char *rest = key + n + strspn(key + n, " ");
    if (!n || n > 2 || strncmp(rest, "лет", strlen("лет")))
        return -1;
    return strtol(key, NULL, 10);
}

const char *registry_cell_year(struct cell_reader *c, const char *text, struct registry_value *v)
{
    struct date d;
    long n = whole(text);
    c->note = false;
    if (n >= 1000 && n <= 9999)
        return put_year(c, n, v);
    const char *key = utf8_key(c->a, text), *bare = without_year_words(c->a, text);
    n = whole(bare);
    if (date_parse(utf8_squeeze(c->a, text), &d))
        return put_year(c, d.year, v);
    if (n >= 1000 && n <= 9999)
        return put_year(c, n, v);
    if (n >= FIRST_SERIAL && n <= LAST_SERIAL && date_from_serial((double)n, &d))
        return put_year(c, d.year, v);
    long age = age_of(key);
    if (age < 0 && n >= 5 && n < 100 && bare[0] != '0')
        age = n;
    if (age > 0)
        return put_age(c, age, v);
    return _("не год. Нужны четыре цифры, например 2011");
}

static const char *put_date(struct cell_reader *c, struct date d, struct registry_value *v)
{
    if (d.year < FIRST_YEAR || d.year > c->today.year + 20)
        return arena_printf(c->a, _("год даты вне пределов %d–%d"), FIRST_YEAR, c->today.year + 20);
    v->date = d;
    v->text = date_iso(c->a, d);
    return NULL;
}

/* «сентябрь 2026»: the first day of the month. */
static bool month_and_year(struct arena *a, const char *text, struct date *ret)
{
    static const char *const month[] = {"январ", "феврал", "март",    "апрел",  "ма",    "июн",
                                        "июл",   "август", "сентябр", "октябр", "ноябр", "декабр"};
    const char *key = without_year_words(a, text);
    for (int m = 0; m < 12; m++) {
        size_t n = strlen(month[m]);
        if (strncmp(key, month[m], n))
            continue;
        const char *year = strchr(key, ' ');
        long y = year ? whole(year + 1) : -1;
        if (y >= 1900 && y <= 9999) {
            *ret = (struct date){(int)y, m + 1, 1};
            return true;
        }
    }
    return false;
}

const char *registry_cell_date(struct cell_reader *c, const char *text, struct registry_value *v)
{
    struct date d;
    c->note = false;
    if (date_parse(text, &d))
        return put_date(c, d, v);
    const char *tidy = utf8_squeeze(c->a, text);
    /* «05.11.2026 14:30», «с 05.11.2026», «05,11,2026» */
    if (!strncmp(tidy, "с ", strlen("с ")) || !strncmp(tidy, "c ", 2))
        tidy = strchr(tidy, ' ') + 1;
    char *dots = arena_strdup(c->a, tidy);
    for (char *p = dots; *p; p++)
        *p = *p == ',' ? '.' : *p;
    const char *space = strchr(dots, ' ');
    bool clock = space && strchr(space, ':');
    const char *day = clock ? arena_strndup(c->a, dots, (size_t)(space - dots)) : dots;
    long serial = whole(tidy);
    if (date_parse(tidy, &d) || date_parse(day, &d))
        return put_date(c, d, v);
    if (serial >= 20000 && serial < 80000 && date_from_serial((double)serial, &d))
        return put_date(c, d, v);
    if (month_and_year(c->a, tidy, &d)) {
        const char *bad = put_date(c, d, v);
        c->note = !bad;
        return bad ? bad : arena_printf(c->a, _("день не назван: считаем %s"), date_short(c->a, d));
    }
    return _("такой даты нет. Напишите, например, 05.11.2026");
}

const char *registry_cell_bool(struct cell_reader *c, const char *text, struct registry_value *v)
{
    static const char *const yes[] = {"да",
                                      "+",
                                      "1",
                                      "v",
                                      "y",
                                      "yes",
                                      "истина",
                                      "true",
                                      "✓",
                                      "✔",
                                      "☑",
                                      "прошел",
                                      "прошла",
                                      "пройдена",
                                      "пройдено",
                                      "завершил",
                                      "завершила",
                                      "завершено",
                                      "завершена",
                                      "выполнено",
                                      "есть",
                                      "прошел программу",
                                      "прошла программу",
                                      "программа пройдена"};
    static const char *const no[] = {"нет",
                                     "-",
                                     "0",
                                     "n",
                                     "no",
                                     "ложь",
                                     "false",
                                     "не прошел",
                                     "не прошла",
                                     "не пройдена",
                                     "не завершил",
                                     "не завершила",
                                     "в процессе",
                                     "не завершена",
                                     "не завершено",
                                     "продолжает",
                                     "☐",
                                     "не выполнено"};
    const char *key = utf8_key(c->a, text);
    c->note = false;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (!strcmp(key, yes[i])) {
            v->yes = true;
            v->text = "да";
            return NULL;
        }
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (!strcmp(key, no[i])) {
            v->text = "нет";
            return NULL;
        }
    return _("не «да» и не «нет». Впишите одно из них");
}

const char *registry_cell_url(struct cell_reader *c, const char *text, struct registry_value *v)
{
    const char *url = utf8_is_squeezed(text) ? text : utf8_squeeze(c->a, text);
    const char *dot = strchr(url, '.');
    bool scheme = !strncasecmp(url, "http://", 7) || !strncasecmp(url, "https://", 8);
    c->note = false;
    if (strchr(url, ' ') || !dot || dot == url || !dot[1] || strchr(url, '"') ||
        (!scheme && strstr(url, "://")) || *url == '=')
        return _("не похоже на ссылку. Нужен адрес страницы, например https://school5.ru/otzyv");
    v->text = scheme ? url : arena_printf(c->a, "https://%s", url);
    return NULL;
}

/* Is the list written as it shall be? Its items are counted. */
static bool is_tidy_list(const char *text, size_t *ret_n)
{
    size_t n = 1;
    if (!*text || !utf8_is_squeezed(text) || *text == ',')
        return false;
    for (const char *p = text; *p; p++) {
        if (*p == ';' || (*p == ',' && (p[1] != ' ' || p[2] == ',' || !p[2] || p[-1] == ' ')))
            return false;
        n += *p == ',';
    }
    *ret_n = n;
    return n <= MAX_TAGS;
}

const char *registry_cell_tags(struct cell_reader *c, const char *text, struct registry_value *v)
{
    struct strbuf out;
    size_t n = 0;
    if (is_tidy_list(text, &n)) {
        v->text = text;
        v->number = (int)n;
        return NULL;
    }
    n = 0;
    strbuf_init(&out, c->a);
    for (const char *p = text; *p;) {
        size_t len = strcspn(p, ",;\n");
        const char *item = utf8_squeeze(c->a, arena_strndup(c->a, p, len));
        if (*item && n < MAX_TAGS) {
            strbuf_printf(&out, "%s%s", n ? ", " : "", item);
            n++;
        }
        p += len;
        p += *p != '\0';
    }
    v->text = out.s;
    v->number = (int)n;
    return NULL;
}
