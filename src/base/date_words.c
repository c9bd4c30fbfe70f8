/* Days as orders and contracts write them. */
#include "base/date.h"
#include "base/strbuf.h"

static const char *const months[] = {"января",   "февраля", "марта",  "апреля",
                                     "мая",      "июня",    "июля",   "августа",
                                     "сентября", "октября", "ноября", "декабря"};

static const char *const units[] = {"",
                                    "первого",
                                    "второго",
                                    "третьего",
                                    "четвёртого",
                                    "пятого",
                                    "шестого",
                                    "седьмого",
                                    "восьмого",
                                    "девятого",
                                    "десятого",
                                    "одиннадцатого",
                                    "двенадцатого",
                                    "тринадцатого",
                                    "четырнадцатого",
                                    "пятнадцатого",
                                    "шестнадцатого",
                                    "семнадцатого",
                                    "восемнадцатого",
                                    "девятнадцатого"};
static const char *const tens[] = {
    "",          "",           "двадцат",   "тридцат",     "сороков",
    "пятидесят", "шестидесят", "семидесят", "восьмидесят", "девяност"};
static const char *const whole_tens[] = {
    "",          "",           "двадцать",  "тридцать",    "сорок",
    "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"};
static const char *const hundreds[] = {"",        "сто",      "двести",  "триста",    "четыреста",
                                       "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"};
static const char *const whole_hundreds[] = {
    "",           "сотого",      "двухсотого", "трёхсотого",   "четырёхсотого",
    "пятисотого", "шестисотого", "семисотого", "восьмисотого", "девятисотого"};
static const char *const thousands[] = {
    "",           "одна тысяча", "две тысячи", "три тысячи",   "четыре тысячи",
    "пять тысяч", "шесть тысяч", "семь тысяч", "восемь тысяч", "девять тысяч"};
static const char *const whole_thousands[] = {"",
                                              "тысячного",
                                              "двухтысячного",
                                              "трёхтысячного",
                                              "четырёхтысячного",
                                              "пятитысячного",
                                              "шеститысячного",
                                              "семитысячного",
                                              "восьмитысячного",
                                              "девятитысячного"};

char *date_quoted(struct arena *a, struct date d)
{
    return date_valid(d) ? arena_printf(a, "«%d» %s %d г.", d.day, months[d.month - 1], d.year)
                         : arena_strdup(a, "«___» ____________ 20___ г.");
}

/* 1..99 as which one, in the genitive. */
static void put_small(struct strbuf *b, int n)
{
    if (n < 20)
        strbuf_puts(b, units[n]);
    else if (n % 10)
        strbuf_printf(b, "%s %s", whole_tens[n / 10], units[n % 10]);
    else
        strbuf_printf(b, "%sого", tens[n / 10]);
}

static void put_year(struct strbuf *b, int year)
{
    if (year % 1000 == 0 && year) {
        strbuf_puts(b, whole_thousands[year / 1000]);
        return;
    }
    if (year >= 1000)
        strbuf_printf(b, "%s ", thousands[year / 1000]);
    int rest = year % 1000;
    if (rest % 100 == 0) {
        strbuf_puts(b, whole_hundreds[rest / 100]);
        return;
    }
    if (rest >= 100)
        strbuf_printf(b, "%s ", hundreds[rest / 100]);
    put_small(b, rest % 100);
}

char *date_words(struct arena *a, struct date d)
{
    struct strbuf b;
    strbuf_init(&b, a);
    if (!date_valid(d))
        return arena_strdup(a, "—");
    put_small(&b, d.day);
    strbuf_printf(&b, " %s ", months[d.month - 1]);
    put_year(&b, d.year);
    strbuf_puts(&b, " года");
    return b.s;
}
