/* Mutual choices that a draft did not follow: by the book they become pairs, so each is named. */
#include "base/i18n.h"
#include "pairing/draft.sql.h"
#include "pairing/draft_priv.h"

int draft_fill_missed(struct req *req, const struct draft_at *at, struct draft_page *data)
{
    struct draft_missed *rows;
    size_t n;
    int r = draft_missed(req->db, req->a, at->run.id, at->c.programme.id, &rows, &n);
    if (r < 0)
        return r;
    data->more_missed = n > DRAFT_MISSED;
    data->n_missed = n > DRAFT_MISSED ? DRAFT_MISSED : n;
    struct draft_missed_line *lines = arena_array(req->a, struct draft_missed_line, data->n_missed);
    for (size_t i = 0; i < data->n_missed; i++)
        lines[i] = (struct draft_missed_line){
            .mentee_id = rows[i].mentee_id,
            .mentor_id = rows[i].mentor_id,
            .mentee = draft_person(req->a, rows[i].mentee_surname, rows[i].mentee_given, ""),
            .mentor = draft_person(req->a, rows[i].mentor_surname, rows[i].mentor_given, ""),
            .now = rows[i].now_surname
                       ? draft_person(req->a, rows[i].now_surname, rows[i].now_given, "")
                       : NULL,
        };
    data->missed = lines;
    return 0;
}
