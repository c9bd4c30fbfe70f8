/* The roadmap as a download. */
#include "base/i18n.h"
#include "base/id.h"
#include "frame/app.h"
#include "network/unit.h"
#include "programme/roadmap_pages.h"
#include "programme/roadmap_paper.h"

int roadmap_paper_get(struct req *req)
{
    struct programme p;
    struct roadmap_place at;
    struct roadmap_stage *stages;
    struct unit unit = {.name = ""};
    size_t n;
    const char *path = arena_printf(req->a, "%s/uploads/roadmap-%lld.docx",
                                    req->app->config.data_dir, (long long)id_new(req->clock));
    int r = roadmap_place(req, &p, &at);
    if (r >= 0)
        r = roadmap_load(req->db, req->a, &p, at.pack, at.today, &stages, &n);
    if (r >= 0)
        r = unit_get(req->db, req->a, p.unit_id, &unit);
    if (r >= 0)
        r = roadmap_paper(req->a, &p, at.pack, unit.name, stages, n, path, &req->err);
    return r < 0 ? r : req_file(req, path, DOCX_TYPE, "Дорожная карта.docx", true);
}
