/* Record checks in a registry of mentors: the number and the days, nothing of what stands in them.
 */
#include <string.h>

#include "base/i18n.h"
#include "programme/import.h"
#include "programme/import.sql.h"
#include "programme/import_check.h"

/* «№ 77/12-3 от 05.11.2026»: the day stands beside the number. */
static struct date day_in(const char *text)
{
    struct date day;
    const char *from = strstr(text, " от ");
    return from && date_parse(from + strlen(" от "), &day) ? day : (struct date){0};
}

struct import_place import_place_of(const struct import_row_get *im, const struct pack *pack,
                                    struct date today)
{
    return (struct import_place){
        .import_id = im->id,
        .programme_id = im->programme_id,
        .unit_id = im->unit_id,
        .side = im->side,
        .pack = pack,
        .today = today,
        .vetting = {registry_column(pack, PACK_MENTOR, "vetting_number"),
                    registry_column(pack, PACK_MENTOR, "vetting_issued"),
                    registry_column(pack, PACK_MENTOR, "vetting_expires")}};
}

int import_vetting(const struct import_place *at, const struct registry_row *row,
                   struct vetting_new *ret, struct err *err)
{
    *ret = (struct vetting_new){.number = "", .today = at->today};
    if (strcmp(at->side, "mentor") != 0)
        return 0;
    ret->number = registry_value(row, at->vetting.number)->text;
    ret->issued = registry_value(row, at->vetting.issued)->date;
    ret->expires = registry_value(row, at->vetting.expires)->date;
    if (!ret->issued.year)
        ret->issued = day_in(ret->number);
    if (!*ret->number && !ret->issued.year && !ret->expires.year)
        return 0;
    if (!ret->issued.year)
        return err_set(err, ERR_INVALID, _("нет дня выдачи справки: справка не записана"));
    if (!*ret->number)
        return err_set(err, ERR_INVALID, _("нет номера справки: справка не записана"));
    int r = vetting_check_days(ret->issued, ret->expires, at->today, err);
    return r < 0 ? r : 1;
}
