/* The section «Наставничество» as everybody sees it: a page, and a piece for another site. */
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/consent_text.h"
#include "network/unit.h"
#include "paper/paper.h"
#include "paper/showcase.html.h"
#include "paper/showcase_pages.h"
#include "programme/enrolment.h"
#include "programme/participation.h"
#include "programme/programme.h"
#include "programme/programme_pages.h"
#include "programme/total.h"
#include "work/lesson.h"

#define LESSONS 20

struct scene {
    struct showcase s;
    struct unit unit;
    struct date today;
};

static int scene_of(struct req *req, struct scene *ret)
{
    int r = showcase_by_code(req->db, req->a, req_id(req, "showcase"), &ret->s);
    if (r > 0)
        r = unit_get(req->db, req->a, ret->s.unit_id, &ret->unit);
    if (r <= 0 || !ret->s.opened)
        return r < 0 ? r : ERR_NOT_FOUND;
    ret->today = date_at(clock_now(req->clock), ret->unit.utc_offset);
    return 0;
}

/* ---- programmes ---- */

static int join_of(struct req *req, const struct scene *at, const struct programme *p,
                   const char **ret)
{
    struct enrolment e;
    int r = enrolment_get(req->db, req->a, p->id, &e);
    if (r > 0 && enrolment_door(&e, p->state, at->today) == ENROLMENT_OPEN)
        *ret = arena_printf(req->a, "/join/%lld", (long long)e.code);
    return r < 0 ? r : 0;
}

static int numbers_of(struct req *req, const struct programme *p, const char **ret)
{
    struct totals pairs;
    int r = total_load(req->db, req->a, p->id, TOTAL_PAIR, &pairs);
    int64_t n = r < 0 ? 0 : total_sum(&pairs, "", "finished");
    if (n)
        *ret = arena_printf(req->a,
                            P_("%lld пара завершила работу", "%lld пар завершили работу", (long)n),
                            (long long)n);
    return r < 0 ? r : 0;
}

static const char *forms_of(struct req *req, const struct pack *pack, const struct programme *p)
{
    const char *codes = "";
    for (size_t i = 0; i < p->n_forms; i++)
        codes = arena_printf(req->a, "%s%s%s", codes, *codes ? ";" : "", p->forms[i]);
    return participation_forms(req->a, pack, codes);
}

static int line_of(struct req *req, const struct scene *at, const struct programme *p,
                   struct showcase_programme *ret)
{
    const struct pack *pack;
    struct date from = {0}, to = {0};
    int r = programme_pack(req, p, &pack);
    if (r < 0)
        return r;
    (void)date_parse_iso(p->starts_on, &from);
    (void)date_parse_iso(p->ends_on, &to);
    *ret = (struct showcase_programme){
        .title = p->title,
        .forms = forms_of(req, pack, p),
        .dates =
            arena_printf(req->a, "%s — %s", date_long(req->a, from, 0), date_long(req->a, to, 0)),
    };
    return programme_running(p->state) ? join_of(req, at, p, &ret->join)
                                       : numbers_of(req, p, &ret->numbers);
}

static bool is_over(const char *state)
{
    return strcmp(state, "finished") == 0 || strcmp(state, "archived") == 0;
}

static int fill_programmes(struct req *req, const struct scene *at, struct showcase_page *page)
{
    struct programme *list;
    size_t n;
    int r = programme_of_unit(req->db, req->a, at->s.unit_id, &list, &n);
    if (r < 0)
        return r;
    struct showcase_programme *going = arena_array(req->a, struct showcase_programme, n);
    struct showcase_programme *over = arena_array(req->a, struct showcase_programme, n);
    for (size_t i = 0; i < n && r >= 0; i++) {
        if (programme_running(list[i].state))
            r = line_of(req, at, &list[i], &going[page->n_going++]);
        else if (is_over(list[i].state))
            r = line_of(req, at, &list[i], &over[page->n_over++]);
    }
    page->going = going;
    page->over = over;
    return r;
}

/* ---- people, stories, lessons ---- */

static int fill_people(struct req *req, const struct scene *at, struct showcase_page *page)
{
    static const struct {
        const char *code, *title;
    } parts[] = {
        {"team", N_("Команда")}, {"mentor", N_("Наставники")}, {"mentee", N_("Участники")}};
    struct showcase_person *people;
    size_t n;
    int r = showcase_people(req->db, req->a, at->s.unit_id, at->today, &people, &n);
    for (size_t k = 0; k < 3 && r >= 0; k++) {
        const struct showcase_person **shown =
            arena_array(req->a, const struct showcase_person *, n);
        page->parts[k] = (struct showcase_part){
            .title = _(parts[k].title), .anchor = parts[k].code, .people = shown};
        for (size_t i = 0; i < n; i++)
            if (people[i].shown && strcmp(people[i].part, parts[k].code) == 0)
                shown[page->parts[k].n++] = &people[i];
    }
    return r;
}

static int fill_lessons(struct req *req, const struct scene *at, struct showcase_page *page)
{
    struct lesson_public *list;
    int64_t next;
    size_t n;
    int r = lesson_published(req->db, req->a, at->s.unit_id, at->today, INT64_MAX, LESSONS, &list,
                             &n, &next);
    if (r < 0)
        return r;
    struct showcase_row_of *rows = arena_array(req->a, struct showcase_row_of, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct showcase_row_of){
            .title = arena_printf(req->a, "%s, %s. %s", utf8_capital(req->a, list[i].subject),
                                  list[i].class, list[i].topic),
            .first = date_long(req->a, list[i].day, 0),
            .second = *list[i].mentor ? arena_printf(req->a, _("Педагог — %s, наставник — %s"),
                                                     list[i].teacher, list[i].mentor)
                                      : arena_printf(req->a, _("Педагог — %s"), list[i].teacher),
            .text = *list[i].summary ? list[i].summary : NULL,
        };
    page->lessons = (struct showcase_rows){rows, n};
    return 0;
}

static const char *about_document(struct req *req, const struct paper_public *x)
{
    struct stat file;
    const char *size =
        stat(x->path, &file) == 0 ? format_bytes(req->a, (int64_t)file.st_size) : NULL;
    const char *kind = !strcmp(x->end, "pdf") ? "PDF" : !strcmp(x->end, "png") ? "PNG" : "JPEG";
    return arena_printf(
        req->a, "%s, %s%s%s",
        arena_printf(req->a, _("№ %s от %s"), x->number, date_long(req->a, x->day, 0)), kind,
        size ? ", " : "", size ? size : "");
}

static int fill_documents(struct req *req, const struct scene *at, struct showcase_page *page)
{
    struct paper_public *list;
    size_t n, programmes = page->n_going + page->n_over;
    int r = paper_public_list(req->db, req->a, req->app, at->s.unit_id, &list, &n);
    if (r < 0)
        return r;
    struct showcase_row_of *rows = arena_array(req->a, struct showcase_row_of, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct showcase_row_of){
            .title = list[i].name,
            .first = about_document(req, &list[i]),
            .href = arena_printf(req->a, "/mentoring/%lld/documents/%lld", (long long)at->s.code,
                                 (long long)list[i].id),
            .second = programmes > 1 ? list[i].programme : NULL,
        };
    page->documents = (struct showcase_rows){rows, n};
    return 0;
}

static int fill_stories(struct req *req, const struct scene *at, struct showcase_page *page)
{
    struct showcase_story *list;
    size_t n, shown = 0;
    int r = showcase_stories(req->db, req->a, at->s.unit_id, at->today, &list, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        if (list[i].shown)
            list[shown++] = list[i];
    page->stories = list;
    page->n_stories = r < 0 ? 0 : shown;
    return r;
}

static int fill_contacts(struct req *req, const struct scene *at, struct showcase_page *page)
{
    struct paper_unit u;
    int r = paper_unit_get(req->db, req->a, at->s.unit_id, &u);
    if (r < 0)
        return r;
    page->contacts = *at->s.contacts ? at->s.contacts : NULL;
    page->address = *u.address ? u.address : NULL;
    page->email = *u.email ? u.email : NULL;
    page->phone = *at->unit.phone ? format_phone(req->a, at->unit.phone) : NULL;
    page->dial = *at->unit.phone ? format_phone_uri(req->a, at->unit.phone) : NULL;
    return 0;
}

static int show(struct req *req, bool fragment)
{
    struct scene at;
    struct showcase_page data = {0};
    int r = scene_of(req, &at);
    if (r >= 0)
        r = fill_programmes(req, &at, &data);
    if (r >= 0)
        r = fill_documents(req, &at, &data);
    if (r >= 0)
        r = fill_people(req, &at, &data);
    if (r >= 0)
        r = fill_stories(req, &at, &data);
    if (r >= 0)
        r = fill_lessons(req, &at, &data);
    if (r >= 0)
        r = fill_contacts(req, &at, &data);
    if (r < 0)
        return r;
    const char *address = arena_printf(req->a, "/mentoring/%lld", (long long)at.s.code);
    data.code = at.s.code;
    data.about = consent_paragraphs(req->a, at.s.about, &data.n_about);
    data.whole = fragment ? app_url(req->a, req->app, address) : NULL;
    struct page page = {.title = _("Наставничество"),
                        .lead = at.unit.name,
                        .place = at.unit.short_name,
                        .body = showcase_view,
                        .data = &data,
                        .bare = true,
                        .fragment = fragment};
    return req_page(req, &page);
}

static int page_get(struct req *req)
{
    return show(req, false);
}

static int fragment_get(struct req *req)
{
    return show(req, true);
}

static int photo_get(struct req *req)
{
    struct scene at;
    const char *path;
    int r = scene_of(req, &at);
    if (r >= 0)
        r = showcase_photo(req->db, req->a, at.s.unit_id, req_id(req, "portrait"), at.today,
                           arena_printf(req->a, "%s/photos", req->app->config.data_dir), &path);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    return req_file(req, path, "image/jpeg", "photo.jpg", false);
}

static int document_get(struct req *req)
{
    struct scene at;
    struct paper_public *list;
    size_t n;
    int64_t id = req_id(req, "document");
    int r = scene_of(req, &at);
    if (r >= 0)
        r = paper_public_list(req->db, req->a, req->app, at.s.unit_id, &list, &n);
    if (r < 0)
        return r;
    for (size_t i = 0; i < n; i++)
        if (list[i].id == id)
            return req_file(req, list[i].path, list[i].type,
                            arena_printf(req->a, "%s.%s", list[i].name, list[i].end), false);
    return ERR_NOT_FOUND;
}

static int showcase_object(struct req *req, int64_t id, struct object *ret)
{
    struct showcase s;
    int r = showcase_by_code(req->db, req->a, id, &s);
    if (r > 0)
        *ret = (struct object){.unit_id = s.unit_id};
    return r;
}

static int portrait_object(struct req *req, int64_t id, struct object *ret)
{
    struct showcase s;
    int64_t unit_id;
    int r = showcase_person_place(req->db, req->a, id, &unit_id);
    if (r > 0)
        r = showcase_get(req->db, req->a, unit_id, &s);
    if (r > 0)
        *ret = (struct object){.unit_id = unit_id, .parent_id = s.code};
    return r;
}

static int document_object(struct req *req, int64_t id, struct object *ret)
{
    struct showcase s;
    int64_t unit_id;
    int r = paper_public_unit(req->db, req->a, id, &unit_id);
    if (r > 0)
        r = showcase_get(req->db, req->a, unit_id, &s);
    if (r > 0)
        *ret = (struct object){.unit_id = unit_id, .parent_id = s.code};
    return r;
}

static const struct route routes[] = {
    ROUTE_GET("/mentoring/{showcase}", page_get, PERM_PUBLIC),
    ROUTE_GET("/mentoring/{showcase}/fragment", fragment_get, PERM_PUBLIC),
    ROUTE_GET("/mentoring/{showcase}/photos/{portrait}", photo_get, PERM_PUBLIC),
    ROUTE_GET("/mentoring/{showcase}/documents/{document}", document_get, PERM_PUBLIC),
};
static const struct scope scopes[] = {
    {"showcase", showcase_object}, {"portrait", portrait_object}, {"document", document_object}};

const struct module showcase_module = {.name = "showcase",
                                       .routes = routes,
                                       .n_routes = sizeof routes / sizeof *routes,
                                       .scopes = scopes,
                                       .n_scopes = sizeof scopes / sizeof *scopes};
