#include "programme/application_mail.h"

#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "frame/access.h"
#include "frame/app.h"
#include "frame/job.h"
#include "programme/application.sql.h"

static int mail(const struct application_desk *d, const struct application *x, const char *to,
                const char *subject, const char *text, enum enrolment_link kind)
{
    struct application_programme p;
    if (!*to)
        return 0;
    int r = application_programme(d->db, d->a, x->programme_id, &p);
    if (r <= 0)
        return r;
    const char *body = arena_printf(d->a, "%s\n\n%s\n\n%s\n%s\n", text,
                                    enrolment_url(d->a, d->app, kind, x->id), p.title, p.unit_name);
    return outbox_mail(d->db, d->app, x->unit_id, to, subject, body);
}

static const char *address_of_author(const struct application *x)
{
    return x->a.author == APPLICATION_OWN ? x->a.email : x->a.representative_email;
}

int application_mail_received(const struct application_desk *d, const struct application *x)
{
    bool own = x->a.author == APPLICATION_OWN;
    int r = 0;
    if (x->a.author != APPLICATION_BY_TEACHER)
        r = mail(d, x, address_of_author(x), _("Ваша заявка в программу наставничества"),
                 _("По этой ссылке видно, что с заявкой, и можно отозвать её. Никому не "
                   "передавайте ссылку."),
                 ENROLMENT_STATUS);
    bool minor = consent_needs_representative(application_age(x, d->today));
    if (r >= 0 && minor && (own || x->a.author == APPLICATION_BY_TEACHER))
        r = mail(d, x, x->a.representative_email, _("Нужно ваше согласие"),
                 arena_printf(d->a,
                              _("Вас указали законным представителем в заявке в программу "
                                "наставничества. Прочитайте заявку и согласия и решите, даёте ли "
                                "их. Ссылка действует %d дней; без согласий заявка удалится сама."),
                              APPLICATION_UNSIGNED_DAYS),
                 ENROLMENT_REPRESENTATIVE);
    return r;
}

int application_mail_decided(const struct application_desk *d, const struct application *x)
{
    const char *to = *address_of_author(x) ? address_of_author(x) : x->a.representative_email;
    return mail(d, x, to, _("Решение по вашей заявке"),
                _("По заявке в программу наставничества есть новость. Прочитать её можно по "
                  "ссылке."),
                ENROLMENT_STATUS);
}

/* A notice to every coordinator of the unit who has no unread one of the same page. */
static int tell(const struct application_desk *d, int64_t unit_id, const char *text,
                const char *path)
{
    struct application_coordinators *rows;
    struct application_told told;
    size_t n;
    int r = application_coordinators(d->db, d->a, unit_id, ROLE_COORDINATOR, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        if (!rows[i].has_person_id)
            continue;
        r = application_told(d->db, d->a, rows[i].person_id, path, &told);
        if (r == 0)
            r = notice_add(d->db, d->app, rows[i].person_id, text, path);
    }
    return r < 0 ? r : 0;
}

int application_tell_coordinators(const struct application_desk *d, const struct application *x)
{
    return tell(d, x->unit_id, _("Есть новые заявки: они ждут решения"),
                arena_printf(d->a, "/programmes/%lld/applications?side=%s",
                             (long long)x->programme_id, x->a.side));
}

int application_tell_withdrawn(const struct application_desk *d, const struct application *x)
{
    return tell(d, x->unit_id, _("Заявка отозвана тем, кто её подал"),
                arena_printf(d->a, "/applications/%lld", (long long)x->id));
}

int application_tell_left(const struct application_desk *d, int64_t unit_id,
                          int64_t participation_id, bool consents)
{
    const char *day = date_long(d->a, d->today, 0);
    return tell(d, unit_id,
                arena_printf(d->a,
                             consents ? _("Участие прекращено по просьбе участника или родителя, "
                                          "согласия отозваны. Последний день: %s")
                                      : _("Участие прекращено по просьбе участника или родителя. "
                                          "Последний день: %s"),
                             day),
                arena_printf(d->a, "/participations/%lld", (long long)participation_id));
}

int application_tell_moved(const struct application_desk *d, int64_t unit_id, int64_t programme_id)
{
    return tell(d, unit_id,
                _("Освободилось место: заявка из листа ожидания одобрена, человек внесён в базу"),
                arena_printf(d->a, "/programmes/%lld/applications?state=approved",
                             (long long)programme_id));
}
