"""Indicators and the level of the rubric reckoned from the database and the pack's tables, not by
the program. indicators.py DATABASE METHODOLOGY UNIT YEAR MONTH; prints JSON. DATABASE: a file of
SQLite or an address of PostgreSQL."""
import calendar
import csv
import json
import sqlite3
import subprocess
import sys

database, methodology, unit, year, month = *sys.argv[1:4], int(sys.argv[4]), int(sys.argv[5])


def ask(sql, *values):
    """The rows; ? stands for a value."""
    if not database.startswith("postgresql:"):
        return sqlite3.connect(f"file:{database}?mode=ro", uri=True).execute(sql, values).fetchall()
    for v in values:
        sql = sql.replace("?", str(v) if str(v).isdigit() else f"'{v}'", 1)
    out = subprocess.run(["psql", "-qAtX", database, "-c", f"SELECT row_to_json(t) FROM ({sql}) t"], check=True,
                         capture_output=True, text=True).stdout
    return [json.loads(line, object_pairs_hook=lambda pairs: tuple(v for _, v in pairs)) for line in out.splitlines()]


def table(name):
    with open(f"{methodology}/target-model/{name}", encoding="utf-8") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


first, last = f"{year}-01-01", f"{year}-{month:02}-{calendar.monthrange(year, month)[1]:02}"
outside = {"applied", "review", "approved", "training", "declined", "blocked"}
real = [row for row in ask("""
    SELECT p.id, p.birth_year, x.side, x.form_code, x.place, x.state,
           CASE x.joined_on WHEN '' THEN g.starts_on ELSE x.joined_on END,
           CASE x.finished_on WHEN '' THEN g.ends_on ELSE x.finished_on END, g.state,
           coalesce((SELECT q.role_model FROM pair q WHERE q.mentee_id = x.id ORDER BY q.state, q.id LIMIT 1), ''), x.id
    FROM participation x, person p, programme g
    WHERE x.person_id = p.id AND x.programme_id = g.id AND p.unit_id = ?""", unit)
    if row[5] not in outside and row[8] not in ("draft", "cancelled")]
parts = [row for row in real if row[6] <= last and row[7] >= first]


def over(row, months):
    """Did so many months since the beginning end in these months of the year?"""
    began = int(row[6][:4]) * 12 + int(row[6][5:7]) - 1 + months
    return began // 12 == year and began % 12 < month


def chosen(side, row):
    """Those of whom a row of indicators.tsv tells."""
    forms, models = (set(filter(None, row[k].split(";"))) for k in ("forms", "role_models"))
    ages = (int(row["age_from"]), int(row["age_to"])) if row["age_from"] else None
    months = int(row["after_months"] or 0)
    return [x for x in (real if months else parts) if x[2] == side
            and (not months or over(x, months))
            and (not forms or forms & set(x[3].split(";"))) and (not models or x[9] in models)
            and (not ages or x[1] and ages[0] <= year - x[1] <= ages[1])]


def people(side, row):
    return len({x[0] for x in chosen(side, row)})


def measured(row):
    """People whose school entered at least the threshold; nobody knows while it entered nothing."""
    said = dict(ask("SELECT participation_id, value_after FROM measure WHERE metric = ? AND value_after IS NOT NULL",
                    row["metric"]))
    told = [x for x in chosen("mentee", row) if x[10] in said]
    if not told and people("mentee", row):
        return None
    return len({x[0] for x in told if said[x[10]] >= 100 * int(row["threshold"])})


def projects():
    """Reached, and all: of the day they were reached, else of their term."""
    days = ask("""SELECT t.reached_on, CASE WHEN t.reached_on <> '' THEN t.reached_on WHEN t.due_on <> '' THEN t.due_on
        ELSE g.ends_on END FROM pair_goal t, pair q, programme g WHERE t.project = 1 AND q.id = t.pair_id
        AND g.id = q.programme_id AND g.unit_id = ? AND g.state NOT IN ('draft', 'cancelled')""", unit)
    due = [reached for reached, day in days if first <= day <= last]
    return sum(bool(r) for r in due), len(due)


def latest(role):
    """Satisfied people and those who said so, by the last released after-sheet of the year."""
    words = {}
    for sheet, n in ask("SELECT sheet_id, n FROM survey_item WHERE metric = 'satisfaction' AND kind = 'scale10'"):
        words.setdefault(sheet, n)
    closed = {}
    for sheet, n, kind in ask("SELECT sheet_id, n, kind FROM survey_item ORDER BY sheet_id, n"):
        closed.setdefault(sheet, []).append(n)
    said = {}
    for person, sheet, marks, at in ask("""SELECT person_id, after_sheet, after_marks, after_at FROM survey_result
            WHERE unit_id = ? AND role = ? AND after_sheet <> 0 ORDER BY after_at""", unit, role):
        if sheet not in words or not words[sheet] <= len(marks):
            continue
        mark = marks[closed[sheet].index(words[sheet])]
        if mark != "-":
            said[person] = 10 if mark == "A" else int(mark)
    return sum(v >= 7 for v in said.values()), len(said)


out = {}
for row in table("indicators.tsv"):
    numerator = denominator = None
    if row["counts"] in ("mentees", "mentors"):
        numerator = people(row["counts"][:-1], row)
    if row["counts"] == "measured":
        numerator = measured(row)
    if row["counts"] == "enterprises":
        forms = set(row["forms"].split(";"))
        numerator = len({x[4].lower() for x in parts if x[2] == "mentor" and x[4] and forms & set(x[3].split(";"))})
    if row["counts"] in ("satisfied_mentees", "satisfied_mentors"):
        numerator = latest(row["counts"][len("satisfied_"):-1])[0]
    if row["of"] in ("mentees", "mentors"):
        denominator = people(row["of"][:-1], row)
    if row["counts"] == "projects_done":
        numerator, denominator = projects()
    said = ask("SELECT value FROM figure WHERE unit_id = ? AND year = ? AND code = ? AND part = 'denominator'",
              unit, year, row["code"])
    denominator = said[0][0] if said else denominator
    out[row["name_ru"]] = [numerator, denominator]

levels = table("process-levels.tsv")
rubric = {}
for programme, day in ask("SELECT DISTINCT programme_id, day FROM rubric"):
    sums = [s for (s,) in ask("""SELECT sum(score) FROM rubric r, rubric_score s
        WHERE s.rubric_id = r.id AND programme_id = ? AND day = ? GROUP BY r.id""", programme, day)]
    mean = sum(sums) / len(sums)
    rubric[programme] = [mean, next(x["level_ru"] for x in levels if int(x["min_sum"]) <= mean < int(x["max_sum"]) + 1)]
print(json.dumps({"indicators": out, "rubric": rubric}, ensure_ascii=False))
