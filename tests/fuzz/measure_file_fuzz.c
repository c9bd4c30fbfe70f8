/* A filled-in spreadsheet of a school's measures of any bytes, kept and undone. */
#include "filled_fuzz.h"
#include "insight/measure_file.h"

static const struct measure_group *group_of(struct filled *f)
{
    static const struct measure_group *list;
    static const char *const forms[] = {"student_student"};
    struct programme p = {.id = 1, .forms = forms, .n_forms = 1};
    if (list)
        return list;
    db_testing_sql(
        f->db->db,
        "INSERT INTO pack (id, code, version, title, digest, loaded_at, current) VALUES (1, 'm', "
        "1, 'М', "
        "'', 0, 1);"
        "INSERT INTO programme (id, unit_id, pack_id, title, starts_on, ends_on, state, across, "
        "created_at) VALUES (1, 1, 1, 'П', '2026-01-01', '2026-12-31', 'active', 'any', 0);"
        "INSERT INTO person (id, unit_id, surname, given, name_key, created_at) VALUES "
        "(1, 1, 'Иванов', 'Пётр', 'иванов петр', 0), (2, 1, 'Иванов', 'Пётр', 'иванов петр', 0), "
        "(3, 1, 'Орлова', 'Анна', 'орлова анна', 0);"
        "INSERT INTO participation (id, unit_id, programme_id, person_id, side, sort_key, state, "
        "created_at) VALUES (1, 1, 1, 1, 'mentee', 'иванов петр', 'in_base', 0), "
        "(2, 1, 1, 2, 'mentee', 'иванов петр', 'in_base', 0), "
        "(3, 1, 1, 3, 'mentee', 'орлова анна', 'in_base', 0);");
    if (!measure_groups(f->a, f->pack, &p, &list) || strcmp(list->role, "mentee") != 0)
        abort();
    return list;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct filled *f = filled_new();
    const struct measure_group *g = group_of(f);
    struct measure_filled filled = {0};
    struct arena *a = arena_new();
    struct err err = {0};
    if (size > FILLED_MAX)
        size = FILLED_MAX;
    int rc = measure_file_read(f->db->db, a, g, fuzz_file(data, size), &err, &filled);
    filled_check(rc, &err);
    for (size_t i = 0; i < filled.n_problems && i < MEASURE_PROBLEMS; i++)
        if (!utf8_valid(filled.problems[i].value, strlen(filled.problems[i].value)) ||
            !*filled.problems[i].what || !*filled.problems[i].cell)
            __builtin_trap();
    if (rc == 0 && !filled.n_problems) {
        if (db_begin(f->db->db) < 0 || measure_file_keep(f->db->db, a, &clock_system, g, &filled,
                                                         0) < 0) /* what it took it can keep */
            __builtin_trap();
        db_rollback(f->db->db);
    }
    arena_free(a);
    return 0;
}
