#include "pairing/pairing_settings.h"

#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"

static const struct {
    const char *code;
    int64_t max;
} known[SETTINGS] = {
    [SETTING_MODE] = {"mode", PAIRING_MODES - 1},
    [SETTING_NEAR] = {"near", PAIRING_NEARS - 1},
    [SETTING_FAIR] = {"fair", 1},
    [SETTING_GROUP] = {"group", PAIRING_GROUP_MAX},
    [SETTING_FLOOR] = {"floor", 100},
    [SETTING_SEED] = {"seed", PAIRING_SEED_MAX},
};

const char *pairing_setting_code(enum pairing_setting k)
{
    return known[k].code;
}

enum pairing_setting pairing_setting_find(const char *code)
{
    enum pairing_setting k = SETTING_MODE;
    while (k < SETTINGS && strcmp(known[k].code, code) != 0)
        k++;
    return k;
}

int64_t pairing_setting_max(enum pairing_setting k)
{
    return known[k].max;
}

int64_t pairing_setting_get(const struct pairing_settings *s, enum pairing_setting k)
{
    const int64_t value[SETTINGS] = {s->mode, s->near, s->fair, s->group, s->floor, s->seed};
    return value[k];
}

void pairing_setting_set(struct pairing_settings *s, enum pairing_setting k, int64_t value)
{
    value = value < 0 ? 0 : value > known[k].max ? known[k].max : value;
    switch (k) {
    case SETTING_MODE:
        s->mode = (enum pairing_mode)value;
        break;
    case SETTING_NEAR:
        s->near = (enum pairing_near)value;
        break;
    case SETTING_FAIR:
        s->fair = value != 0;
        break;
    case SETTING_GROUP:
        s->group = (uint8_t)value;
        break;
    case SETTING_FLOOR:
        s->floor = (uint8_t)value;
        break;
    case SETTING_SEED:
        s->seed = (uint32_t)value;
        break;
    case SETTINGS:
        break;
    }
}

static int clash(struct err *err, enum pairing_setting at, enum pairing_setting *ret_at,
                 const char *text)
{
    if (ret_at)
        *ret_at = at;
    return err_set(err, ERR_INVALID, "%s", text);
}

int pairing_settings_check(const struct pairing_settings *s, struct err *err,
                           enum pairing_setting *ret_at)
{
    if (s->near != PAIRING_NEAR_ANY && s->mode != PAIRING_COUNT)
        return clash(err, SETTING_NEAR, ret_at,
                     _("Порядок «сначала ближние» сочетается только с целью «больше пар»"));
    if (s->fair && (s->mode == PAIRING_STABLE || s->near != PAIRING_NEAR_ANY))
        return clash(err, SETTING_FAIR, ret_at,
                     _("Выравнивание слабых пар не сочетается с устойчивыми парами и с порядком "
                       "«сначала ближние»"));
    if (s->group > 1 && (s->mode == PAIRING_STABLE || s->near != PAIRING_NEAR_ANY || s->fair))
        return clash(err, SETTING_GROUP, ret_at,
                     _("Наименьшая группа не сочетается с устойчивыми парами, с порядком «сначала "
                       "ближние» и с выравниванием слабых пар"));
    return 0;
}

static void add(struct strbuf *b, const char *text)
{
    strbuf_printf(b, "%s%s", b->len ? "; " : "", text);
}

const char *pairing_settings_text(struct arena *a, const struct pairing_settings *s)
{
    struct strbuf b;
    strbuf_init(&b, a);
    if (s->mode == PAIRING_SCORE)
        add(&b, _("наибольшая сумма баллов, даже если пар меньше"));
    if (s->mode == PAIRING_STABLE)
        add(&b, _("устойчивые пары"));
    if (s->near == PAIRING_NEAR_EQUAL)
        add(&b, _("из равного числа пар — ближние"));
    if (s->near == PAIRING_NEAR_FIRST)
        add(&b, _("сначала ближние пары"));
    if (s->fair)
        add(&b, _("слабые пары выровнены"));
    if (s->group > 1)
        add(&b, arena_printf(a, _("группа не меньше %d"), s->group));
    if (s->floor)
        add(&b, arena_printf(a, _("пары не слабее %d"), s->floor));
    return b.len ? b.s : "";
}
