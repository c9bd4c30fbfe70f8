"""Every paper of the finished demo programme, looked at by programs that are not ours.

    papers.py NASTAVNIK

All of them are checked against the structure of WordprocessingML; those of every kind are opened
by LibreOffice, and their text is compared with what the database says and with our own PDF. Each
check names what it proves; the run ends with 1 when one of them fails.
"""
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from xml.etree import ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../office"))
import ooxml  # noqa: E402

PROGRAM = sys.argv[1]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
failed = 0


def check(what, ok, seen=""):
    global failed
    failed += not ok
    if not ok or not seen:
        print(("ok    " if ok else "FAIL  ") + what + ("" if ok else f": {seen}"))


def nastavnik(*args, language="ru"):
    run = subprocess.run([PROGRAM, *args], capture_output=True, text=True, env={**os.environ, "LC_ALL": language})
    return run.returncode, run.stdout + run.stderr


def faults(path):
    """What Word would not take, and what no document of ours has."""
    found = ooxml.faults(path)
    with zipfile.ZipFile(path) as z:
        root = ElementTree.fromstring(z.read("word/document.xml"))
    text = "".join(t.text or "" for t in root.iter(W + "t"))
    if "{{" in text or "}}" in text:
        found.append("a field was left")
    for p in root.iter(W + "p"):
        style = p.find(f"{W}pPr/{W}pStyle")
        justified = style is None or style.get(W + "val") == "Normal"
        if justified and p.find(f".//{W}br") is not None:  # the words before it go from edge to edge
            found.append("a line break in a justified paragraph: " + "".join(t.text or "" for t in p.iter(W + "t"))[:60])
    return found


def broken(path, folder, part, old, new):
    """The same file with a break in it."""
    name = f"{folder}/broken{os.path.splitext(path)[1]}"
    with zipfile.ZipFile(path) as z, zipfile.ZipFile(name, "w") as o:
        for n in z.namelist():
            text = z.read(n).decode()
            if n == part and not re.search(old, text):
                raise SystemExit(f"{old} is not in {part}")
            o.writestr(n, re.sub(old, new, text, count=1) if n == part else text)
    return name


def words(text):
    """Letters and digits alone: lines are broken in different places."""
    return re.sub(r"[^0-9A-Za-zА-Яа-яЁё№]", "", text)


def pdf_text(path):
    return subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout


def docx_words(path):
    with zipfile.ZipFile(path) as z:
        root = ElementTree.fromstring(z.read("word/document.xml"))
    return words("".join(t.text or "" for t in root.iter(W + "t")))


def convert(folder, paths):
    run = subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf",
                          "--outdir", f"{folder}/lo", *paths], capture_output=True, text=True, timeout=400)
    return run.returncode, run.stdout + run.stderr


def letters(text):
    return sorted(words(text))


with tempfile.TemporaryDirectory() as folder:
    data, docx, pdf = (f"{folder}/{name}" for name in ("data", "docx", "pdf"))
    code, said = nastavnik("demo", "--data", data, "--people", "60")
    check("a demo region is made", code == 0, said if code else "")
    for where, more in ((docx, []), (pdf, ["--format", "pdf"])):
        code, said = nastavnik("paper", "demo-school", "--all", "-o", where, "--data", data, *more)
        check(f"papers are written: {more}", code == 0 and "Готово" in said, said if code else "")
    names = sorted(os.listdir(docx))
    listed = nastavnik("paper", "demo-school", "--list", "--data", data)[1]
    kinds = {m.group(1): int(m.group(2)) for m in re.finditer(r"^(\w+) +(\d+)  ", listed, re.M)}
    check("there are thirty kinds and more", len(kinds) >= 30, str(len(kinds)) if len(kinds) < 30 else "")
    check("as many files as the list says", sum(kinds.values()) == len(names), f"{sum(kinds.values())} {len(names)}")
    check("a PDF beside every document",
          [n[:-5] for n in names] == sorted(n[:-4] for n in os.listdir(pdf)))

    bad = {n: f for n in names if (f := faults(f"{docx}/{n}"))}
    check("every document has the structure of the schema", not bad, str(list(bad.items())[:3]))
    for part, old, new in (
            ("word/document.xml", "<w:pStyle ", "<w:jc w:val=\"left\"/><w:pStyle "),
            ("word/document.xml", "<w:tblW ", "<w:tblLayout w:type=\"fixed\"/><w:tblW "),
            ("word/document.xml", "<w:gridCol [^>]*/>", ""),
            ("word/document.xml", "w:val=\"Heading1\"", "w:val=\"Heading9\""),
            ("word/document.xml", " xml:space=\"preserve\">([^<]+)<", r">\1 <"),
            ("word/document.xml", "<w:sectPr>", "<w:sectPr><w:cols/>"),
            ("word/document.xml", "r:id=\"rId2\"", "r:id=\"rId7\""),
            ("word/styles.xml", "<w:qFormat/><w:pPr>(.*?)</w:pPr>", r"<w:pPr>\1</w:pPr><w:qFormat/>"),
            ("[Content_Types].xml", "<Override PartName=\"/word/styles.xml\"", "<Override PartName=\"/word/style.xml\""),
            ("word/_rels/document.xml.rels", "styles.xml", "style.xml")):
        check(f"{old} broken is seen", ooxml.faults(broken(f"{docx}/order_pairs.docx", folder, part, old, new)), "nothing")

    first = [n for n in names if not re.search(r"-\d+\.docx$", n) or re.search(r"-00[12]\.docx$", n)]
    code, said = convert(folder, [f"{docx}/{n}" for n in first])
    check("LibreOffice opens every kind without a word",
          code == 0 and not re.search(r"(?i)error|repair|corrupt", said), said)
    opened = {n: pdf_text(f"{folder}/lo/{n[:-5]}.pdf") for n in first if os.path.exists(f"{folder}/lo/{n[:-5]}.pdf")}
    check("LibreOffice makes a PDF of every kind", len(opened) == len(first), str(set(first) - set(opened)))
    for n, text in opened.items():
        ours, mine = docx_words(f"{docx}/{n}"), words(text)
        missing = [w for w in re.findall(r".{1,12}", ours[:4000]) if w[:6] not in mine]
        if len(missing) > len(ours) / 12 / 20 + 2:  # heads are repeated, cells are cut at other places
            check(f"LibreOffice shows all of {n}", False, str(missing[:5]))
    for n in first:
        have = docx_words(f"{docx}/{n}")
        shown = letters(pdf_text(f"{pdf}/{n[:-5]}.pdf"))
        need = letters(have)
        check(f"our PDF of {n} has no letter less", len(shown) >= len(need), f"{len(shown)} of {len(need)}")

    db = sqlite3.connect(f"{data}/nastavnik.db")
    programme, title = db.execute("SELECT id, title FROM programme WHERE code = 'demo-school'").fetchone()
    pairs = db.execute("SELECT mentor_name, mentee_name FROM pair WHERE programme_id = ? ORDER BY sort_key, id",
                       (programme,)).fetchall()
    order = docx_words(f"{docx}/order_pairs.docx")
    check("the order names every pair", all(words(a + b) in order for a, b in pairs) and pairs)
    check("orders are signed by the head of the school",
          all(words("О. А. Рябинина") in docx_words(f"{docx}/{n}.docx")
              for n in ("order_introduction", "order_coordinator", "order_pairs", "order_rewards", "roadmap")))
    for k in range(min(3, len(pairs))):
        text = docx_words(f"{docx}/pair_agreement-{k + 1:03}.docx")
        check(f"agreement {k + 1} is of its pair", all(words(x) in text for x in pairs[k]), text[:200])
    check("the contract has the head in the genitive",
          words("директора Рябининой Ольги Андреевны, действующей на основании Устава") in
          docx_words(f"{docx}/cooperation_agreement.docx"))
    check("the order has the coordinator in the accusative",
          words("Назначить заместителя директора по воспитательной работе Соколову Елену Петровну") in docx_words(f"{docx}/order_coordinator.docx"))
    for side, kind, columns in (("mentee", "mentee_registry", 13), ("mentor", "mentor_registry", 16)):
        people = db.execute("SELECT p.surname, p.given FROM participation x JOIN person p ON p.id = x.person_id "
                            "WHERE x.programme_id = ? AND x.side = ?", (programme, side)).fetchall()
        with zipfile.ZipFile(f"{docx}/{kind}.docx") as z:
            root = ElementTree.fromstring(z.read("word/document.xml"))
        table = list(root.iter(W + "tbl"))[0]
        rows = table.findall(W + "tr")
        check(f"{kind}: {columns} columns and everybody",
              len(rows) == len(people) + 1 and all(len(r.findall(W + "tc")) == columns for r in rows),
              f"{len(rows)} {len(people)}")
    for n in first:
        with zipfile.ZipFile(f"{docx}/{n}") as z:
            root = ElementTree.fromstring(z.read("word/document.xml"))
        heads = ["".join(t.text or "" for t in c.iter(W + "t")) for r in root.iter(W + "tr")
                 if r.find(f"{W}trPr/{W}tblHeader") is not None for c in r.findall(W + "tc")]
        for whose, path in (("LibreOffice", f"{folder}/lo/{n[:-5]}.pdf"), ("our PDF", f"{pdf}/{n[:-5]}.pdf")):
            shown = re.split(r"[\s(),«»:;–/]+", pdf_text(path)) if heads else []
            cut = sorted({w for h in heads for w in re.findall(r"[А-Яа-яЁё]+", h) if w not in shown})
            if cut:
                check(f"{n}: {whose} cuts no word of a heading", False, str(cut))
    code, said = nastavnik("paper", "demo-school", "--all", "-o", f"{folder}/again", "--data", data, language="en")
    other = [n for n in names if open(f"{docx}/{n}", "rb").read() != open(f"{folder}/again/{n}", "rb").read()]
    check("the same data give the same bytes, also when the interface is English", not other, str(other))

    pages = opened["pair_agreement-001.docx"].split("\f")
    check("signatures of both sides, their parents and the coordinator stay together",
          any(all(w in page for w in ("Законный представитель", "Наставляемый", "Куратор")) for page in pages), str(pages)[-400:])
    with zipfile.ZipFile(f"{docx}/questionnaire.docx") as z:
        cells = ["".join(t.text or "" for t in c.iter(W + "t"))
                 for c in ElementTree.fromstring(z.read("word/document.xml")).iter(W + "tc")]
    sheets = [c for c in cells if re.search(r": (наставляемый|наставник|родитель), (до|после)", c)]
    check("a blank of each form, side and phase, each once", len(sheets) == len(set(sheets)) == 10, str(sheets))
    parents = cells.index("Ученик – ученик: родитель, до начала работы")
    check("parents are asked of their child", "ребёнок" in cells[parents + 2], str(cells[parents:parents + 4]))
    report = docx_words(f"{docx}/monitoring_report.docx")
    marks = db.execute("SELECT value_before / 100.0, value_after / 100.0 FROM measure WHERE programme_id = ? AND role = 'mentee' "
                       "AND metric = 'performance' AND form_code = 'student_student'", (programme,)).fetchall()
    before, after = (sum(m[i] for m in marks) / len(marks) for i in (0, 1))
    better = 100 * sum(b < a for b, a in marks) / len(marks)
    row = f"средний балл{len(marks)}{before:.2f}{after:.2f}{after - before:.2f}{better:.0f}"
    check("the report compares marks before and after", words(row) in report, row)
    asked = db.execute("SELECT count(*) FROM survey_result WHERE role = 'mentor' AND after_sheet <> 0 AND form_code = 'student_student' "
                       "AND unit_id = (SELECT unit_id FROM programme WHERE id = ?)", (programme,)).fetchone()[0]
    check("the report tells how many are content, without a form of few", f"из{asked}ответивших" in report, f"{asked} {report[:900]}")
    consent = docx_words(f"{docx}/distribution_consent-001.docx")
    check("a consent for publication lists what may be shown, and where",
          all(words(w) in consent for w in ("Фотография", "Рассказ об опыте, отзыв", "ИНН 5900000000", "/mentoring/")), consent)
    check("the teachers' regulation tells of teachers' forms only",
          words("Ученик – ученик") not in docx_words(f"{docx}/regulation_teachers.docx"))
    check("the order of introduction has its plan", words("наставляемых — не менее 15, наставников — не менее 8") in
          docx_words(f"{docx}/order_introduction.docx"))

    for args, need in ((["no-such", "--all"], "no-such"), (["demo-school", "order_pear"], "order_pear")):
        code, said = nastavnik("paper", *args, "-o", f"{folder}/x", "--data", data)
        check(f"{args}: a word about what is wrong", code == 1 and need in said, said)
    check("without a folder it is wrong usage", nastavnik("paper", "demo-school", "--all", "--data", data)[0] == 2)
    os.mkdir(f"{folder}/closed")
    code, said = nastavnik("paper", "demo-school", "swot", "-o", "/proc/none", "--data", data)
    check("a place that cannot be written is told", code == 1 and "nastavnik:" in said, said)

sys.exit(1 if failed else 0)
