"""Many copies of the demo's finished programme: people, pairs, questionnaires, meetings, applications
and papers, written by SQL that both engines understand. The copies are people of the schools of 20
municipalities × 25; all of them take part in the one programme, which becomes the region's."""
import re

MUNICIPALITIES, SCHOOLS = 20, 25
STEP = 2**40  # between the ids of a copy and of the next: the demo takes less than 2**19 ms
PIECE = 250   # copies in one transaction

PEOPLE = "bench_part o JOIN participation x ON x.id = o.id"  # those of the demo
PAIRS = f"{PEOPLE} JOIN pair p ON p.mentee_id = x.id"

# table: (rows of the demo that are copied, columns that are ids of copied things, columns of names)
COPIED = {
    "person": (f"WHERE t.id IN (SELECT x.person_id FROM {PEOPLE})", ["id"], ["surname", "name_key"]),
    "person_contact": (f"WHERE t.person_id IN (SELECT x.person_id FROM {PEOPLE})", ["person_id"], []),
    "participation": (f"WHERE t.id IN (SELECT x.id FROM {PEOPLE})", ["id", "person_id"], ["sort_key"]),
    "participation_event": (f"WHERE t.participation_id IN (SELECT x.id FROM {PEOPLE})", ["participation_id"], []),
    "consent": (f"WHERE t.person_id IN (SELECT x.person_id FROM {PEOPLE})", ["id", "person_id"], []),
    "vetting": (f"WHERE t.person_id IN (SELECT x.person_id FROM {PEOPLE})", ["id", "person_id"], []),
    "pair": (f"WHERE t.mentee_id IN (SELECT x.id FROM {PEOPLE})", ["id", "mentee_id", "mentor_id"],
             ["mentee_name", "mentor_name", "sort_key"]),
    "meeting": (f"WHERE t.pair_id IN (SELECT p.id FROM {PAIRS})",
                ["id", "pair_id"], []),
    "meeting_feedback": (f"WHERE t.pair_id IN (SELECT p.id FROM {PAIRS})",
                         ["meeting_id", "pair_id"], []),
    "pair_pulse": (f"WHERE t.pair_id IN (SELECT p.id FROM {PAIRS})",
                   ["pair_id"], []),
    "application": (f"WHERE t.participation_id IN (SELECT x.id FROM {PEOPLE})",
                    ["id", "participation_id"], ["surname"]),
    "paper": (f"WHERE t.subject_id IN (SELECT p.id FROM {PAIRS})",
              ["id", "subject_id", "n"], ["number"]),
    "survey_response": (f"WHERE t.participation_id IN (SELECT x.id FROM {PEOPLE})",
                        ["id", "participation_id", "person_id"], ["sort_key"]),
    "survey_text": (f"WHERE t.response_id IN (SELECT r.id FROM {PEOPLE}"
                    " JOIN survey_response r ON r.participation_id = x.id)", ["response_id"], []),
    "survey_result": (f"WHERE t.participation_id IN (SELECT x.id FROM {PEOPLE})",
                      ["participation_id", "person_id"], []),
}

# What the finished programme of the demo lacks: each pair has met, every other asks for help; an
# application stands behind each mentee, an agreement behind each pair.
OF_PAIR = f"FROM {PAIRS}"
FIRST = [
    "CREATE TABLE bench_part (id BIGINT PRIMARY KEY)",
    "INSERT INTO bench_part (id) SELECT x.id FROM programme g JOIN participation x ON x.programme_id = g.id"
    " WHERE g.code = 'demo-school'",
    "UPDATE programme SET state = 'active', unit_id = (SELECT id FROM unit WHERE region_code = '59')"
    " WHERE code = 'demo-school'",
    "UPDATE role_grant SET unit_id = (SELECT id FROM unit WHERE region_code = '59')"
    " WHERE account_id IN (SELECT id FROM account WHERE login = 'curator')",
    "UPDATE survey_round SET unit_id = (SELECT id FROM unit WHERE region_code = '59')",
    "DELETE FROM paper",
    "INSERT INTO showcase (unit_id, code, opened, about, contacts, changed_at)"
    " SELECT id, 123456789, 1, 'О наставничестве', 'mentor@example.org', created_at FROM unit"
    " WHERE region_code = '59'",
    "INSERT INTO meeting (id, unit_id, programme_id, pair_id, kind, state, starts_at, minutes, place, result,"
    " made_at, closed_at) SELECT p.id, p.unit_id, p.programme_id, p.id, 'work', 'held',"
    f" p.created_at + 864000000, 45, 'Кабинет 12', 'Разобрали план', p.created_at, p.created_at {OF_PAIR}",
    "INSERT INTO meeting_feedback (meeting_id, side, pair_id, programme_id, mark, help, made_at)"
    f" SELECT p.id, 'mentee', p.id, p.programme_id, 8, p.id % 2, p.created_at {OF_PAIR}",
    "INSERT INTO pair_pulse (pair_id, programme_id, held, last_at, mark_mentee, help)"
    f" SELECT p.id, p.programme_id, 1, p.created_at + 864000000, 8, p.id % 2 {OF_PAIR} WHERE p.id > 0"
    " ON CONFLICT (pair_id) DO UPDATE SET help = excluded.help",
    "UPDATE pair SET need_at = CASE WHEN id % 2 = 1 THEN 0 ELSE created_at + 864000000 END"
    f" WHERE id IN (SELECT p.id {OF_PAIR})",
    "INSERT INTO application (id, unit_id, programme_id, side, author, state, surname, given, patronymic,"
    " birth_year, form_code, category, request, place, competencies, achievements, interests, age_wish,"
    " time_resource, phone, email, representative, representative_phone, representative_email, ip,"
    " participation_id, created_at, queued_at) SELECT x.id, x.unit_id, x.programme_id, x.side, 'self', 'new',"
    " q.surname, q.given, q.patronymic, 2010, x.form_code, '', x.request, x.place, '', '', '', '', '', '', '',"
    f" '', '', '', '', x.id, x.created_at, x.created_at FROM {PEOPLE} JOIN person q ON q.id = x.person_id"
    " WHERE x.side = 'mentee'",
    "INSERT INTO paper (id, unit_id, programme_id, kind, subject_id, year, n, number, day, title, state,"
    " made_at) SELECT p.id, p.unit_id, p.programme_id, 'agreement_mentee', p.id, 2025, p.id,"
    " CAST(p.id % 1000000 AS TEXT), '2025-11-01', 'Соглашение с наставляемым', 'signed', p.created_at"
    f" {OF_PAIR}",
]

# Sums that the program keeps as it works, for n copies.
LAST = [
    "UPDATE survey_round SET sent = sent * (:n + 1), done = done * (:n + 1)",
    "INSERT INTO survey_count (round_id, unit_id, role, form_code, phase, sent, done, sort_key)"
    " SELECT t.round_id, b.unit_id, t.role, t.form_code, t.phase, t.sent * count(*), t.done * count(*), u.name_key"
    " FROM survey_count t CROSS JOIN bench_copy b JOIN unit u ON u.id = b.unit_id"
    " GROUP BY t.round_id, b.unit_id, t.role, t.form_code, t.phase, t.sent, t.done, u.name_key",
    "UPDATE survey_total SET sent = sent * (:n + 1), done = done * (:n + 1)",
    "UPDATE survey_tally SET times = times * (:n + 1)",
    "DELETE FROM total",
    "INSERT INTO total (programme_id, what, kind, state, n)"
    " SELECT programme_id, 'participation', side, state, count(*) FROM participation"
    " GROUP BY programme_id, side, state",
    "INSERT INTO total (programme_id, what, kind, state, n)"
    " SELECT programme_id, 'application', side, state, count(*) FROM application"
    " GROUP BY programme_id, side, state",
    "INSERT INTO total (programme_id, what, kind, state, n)"
    " SELECT programme_id, 'pair', '', state, count(*) FROM pair GROUP BY programme_id, state",
    "INSERT INTO total (programme_id, what, kind, state, n)"
    " SELECT programme_id, 'meeting', '', 'held', count(*) FROM meeting WHERE state = 'held' GROUP BY programme_id",
    "INSERT INTO total (programme_id, what, kind, state, n)"
    " SELECT programme_id, 'paper', kind, state, count(*) FROM paper GROUP BY programme_id, kind, state",
    "UPDATE pair_total SET n = n * (:n + 1)"
    " WHERE programme_id IN (SELECT id FROM programme WHERE code = 'demo-school')",
]


KEPT = ("SELECT c.programme_id, c.role, c.form_code, c.before_sheet, c.after_sheet, c.cells FROM survey_change c"
        " JOIN programme g ON g.id = c.programme_id WHERE g.code = 'demo-school'")


def more_changes(kept, times):
    """Sums of before and after («cell:n cell:n;…»), so many times as large."""
    for programme, role, form, before, after, cells in kept:
        many = re.sub(r":(\d+)", lambda m: f":{int(m.group(1)) * times}", cells)
        yield (f"UPDATE survey_change SET cells = {quoted(many)} WHERE programme_id = {programme} AND role = "
               f"{quoted(role)} AND form_code = {quoted(form)} AND before_sheet = {before} AND after_sheet = {after}")


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def tree(root, region, first_id):
    """Units of the region: rows of unit and unit_up."""
    units = []
    for m in range(MUNICIPALITIES):
        town = first_id + m * 1000
        units.append((town, region, "municipality", f"Округ {m + 101}", [region, root]))
        for s in range(SCHOOLS):
            units.append((town + s + 1, town, "organisation", f"Школа {m + 101}-{s + 11}", [town, region, root]))
    for unit, parent, kind, name, above in units:
        yield ("INSERT INTO unit (id, parent_id, kind, name, short_name, name_key, created_at)"
               f" VALUES ({unit}, {parent}, '{kind}', '{name}', '{name}', '{name.lower()}', 1700000000000)")
        for depth, ancestor in enumerate([unit, *above]):
            yield ("INSERT INTO unit_up (unit_id, ancestor_id, depth, kind, name_key)"
                   f" VALUES ({unit}, {ancestor}, {depth}, '{kind}', '{name.lower()}')")


def schools(first_id):
    return [first_id + m * 1000 + s + 1 for s in range(SCHOOLS) for m in range(MUNICIPALITIES)]


def copy(table, columns, low, high):
    _, ids, names = COPIED[table]
    values = []
    for c in columns:
        if c in ids:
            values.append(f"t.{c} - b.n * {STEP}")
        elif c in names:
            values.append(f"CAST(100000 + b.n AS TEXT) || ' ' || t.{c}")
        elif (table, c) == ("paper", "number"):
            values.append(f"CAST(t.n - b.n * {STEP} AS TEXT)")
        elif c == "unit_id":
            values.append("b.unit_id")
        elif c in ("token_hash", "digest"):
            values.append("NULL")
        elif (table, c) == ("survey_text", "text"):  # people have words of their own
            values.append(f"t.{c} || ', ' || CAST(b.n AS TEXT)")
        elif c == "shuffle":  # by chance, not the copies of an answer one after the other
            values.append(f"(t.{c} % 2147483647 + b.n * 1000003) % 2147483647 * 48271 % 2147483647 * 2147483648"
                          f" + t.{c} % 2147483648")
        else:
            values.append(f"t.{c}")
    return (f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM bench_of_{table} t"
            f" JOIN bench_copy b ON b.n BETWEEN {low} AND {high}")


def statements(columns_of, kept, root, region, first_id, copies):
    """All SQL, in pieces that are transactions. columns_of: the columns of a table; kept: rows of KEPT."""
    yield [*FIRST, "CREATE TABLE bench_copy (n BIGINT PRIMARY KEY, unit_id BIGINT NOT NULL)",
           *(f"CREATE TABLE bench_of_{t} AS SELECT t.* FROM {t} t {where}" for t, (where, _, _) in COPIED.items()),
           *tree(root, region, first_id)]
    at = schools(first_id)
    rows = ", ".join(f"({k + 1}, {at[k % len(at)]})" for k in range(copies))
    yield [f"INSERT INTO bench_copy (n, unit_id) VALUES {rows}"]
    for low in range(1, copies + 1, PIECE):
        yield [copy(t, columns_of(t), low, min(copies, low + PIECE - 1)) for t in COPIED]
    yield [s.replace(":n", str(copies)) for s in LAST] + [*more_changes(kept, copies + 1)] + [
        f"DROP TABLE bench_{t}" for t in ("copy", "part", *(f"of_{t}" for t in COPIED))]
