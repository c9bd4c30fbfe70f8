/* What a pack says about stage 2 of the monitoring. */
#include <string.h>

#include "base/i18n.h"
#include "programme/pack_tables.h"

/* Bounds and the like are of numbers alone; a pack that leaves them out takes what is usual. */
static int read_bounds(struct pack_loader *l, struct pack_metric *m)
{
    int r;
    if ((r = pack_read_int(l, "least", 0, PACK_METRIC_TOP, 0, &m->least)) < 0 ||
        (r = pack_read_int(l, "most", 0, PACK_METRIC_TOP, PACK_METRIC_TOP, &m->most)) < 0 ||
        (r = pack_read_int(l, "decimals", 0, 2, 2, &m->decimals)) < 0)
        return r;
    return m->least < m->most ? 0 : pack_bad(l, "most", _("нужно число больше, чем в «least»"));
}

static int read_metric(struct pack_loader *l, void *row)
{
    static const char *const roles[] = {"mentee", "mentor", "parent", NULL};
    static const char *const types[] = {"scale10", "number", "yesno", NULL};
    static const char *const betters[] = {"up", "down", NULL};
    static const char *const asked[] = {"", "after", NULL};
    struct pack_metric *m = row;
    int r, role, type, down, after;
    if ((r = pack_read_form(l, "form_code", false, &m->form_code)) < 0 ||
        (r = pack_read_word(l, "role", roles, &role)) < 0 ||
        (r = pack_read_code(l, "code", &m->code)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &m->name)) < 0 ||
        (r = pack_read_word(l, "type", types, &type)) < 0 ||
        (r = pack_read_word(l, "better", betters, &down)) < 0 ||
        (r = pack_read_word(l, "asked", asked, &after)) < 0)
        return r;
    m->role = roles[role];
    m->type = (enum pack_metric_type)type;
    m->down = down;
    m->after_only = after;
    m->confidence = pack_text(l, "confidence");
    m->least = 0;
    m->most = 1;
    if (!strcmp(m->role, "parent") && m->type != PACK_METRIC_SCALE)
        return pack_bad(l, "type", _("родители отвечают анкетой: нужно scale10"));
    return m->type == PACK_METRIC_NUMBER ? read_bounds(l, m) : 0;
}

int pack_read_monitoring(struct pack_loader *l)
{
    PACK_READ(l->pack->metrics, "impact-metrics.tsv", false,
              PACK_COLUMNS("form_code", "role", "code", "name_ru", "type", "better"),
              {"code", "form_code", "role"}, sizeof(struct pack_metric), read_metric);
    return 0;
}
