"""The spreadsheet library against two programs that are not ours: openpyxl and LibreOffice.

    interop.py SHEET_TOOL

Each check names what it proves; the run ends with 1 when one of them fails.
"""
import datetime
import os
import subprocess
import sys
import tempfile
import zipfile

import ooxml
import openpyxl
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

TOOL = sys.argv[1]
HEAD = ["ФИО", "Год рождения", "Дата", "Телефон", "Часы", "Запрос", "Готово"]
NASTY = ["=1+1", "+7 916 123-45-67", "-", "@все", "http://example.org/", "два\nстроки", "a;b,\"c\"",
         "_x0041_", "<b>&amp;", "'апостроф", " пробел ", "😀 ёж"]
failed = 0


def check(what, ok, seen=""):
    global failed
    failed += not ok
    print(("ok    " if ok else "FAIL  ") + what + ("" if ok else f": {seen}"))


def tool(*args):
    run = subprocess.run([TOOL, *args], capture_output=True, text=True)
    return run.stdout if run.returncode == 0 else run.stderr


def rows(path):
    return [line.split("\t") for line in tool("read", path).splitlines()]


def convert(folder, to, *paths):
    out = os.path.join(folder, "out")
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
                    "--convert-to", to, "--outdir", out, *paths], check=True, capture_output=True,
                   timeout=240)
    return [os.path.join(out, os.path.splitext(os.path.basename(p))[0] + "." + to.split(":")[0])
            for p in paths]


def book(path, epoch=None):
    b = openpyxl.Workbook()
    if epoch:
        b.epoch = epoch
    hidden = b.active
    hidden.append(["не то"])
    hidden.sheet_state = "hidden"
    b.create_sheet("Пустой")
    sheet = b.create_sheet("Реестр")
    sheet.append(["Реестр наставляемых школы № 5"])
    sheet.merge_cells("A1:G1")
    sheet["A1"].font = Font(bold=True)
    sheet.append([])
    sheet.append(HEAD)
    sheet.append(["Иванов Пётр", 2009, datetime.date(2026, 11, 5), 89161234567, 3.5, "математика",
                  True])
    sheet.append(["Оля", None, datetime.datetime(2026, 11, 5, 10, 30), None, 0.1 + 0.2,
                  "=B4+1", False])
    for text in NASTY:
        sheet.append([text])
        sheet.cell(sheet.max_row, 1).data_type = "s"
    sheet["B6"].hyperlink = "http://example.org/"
    b.save(path)
    return path


def expected(formula):
    lines = [["1", "text:Реестр наставляемых школы № 5"], ["3"] + ["text:" + h for h in HEAD],
             ["4", "text:Иванов Пётр", "number:2009", "date:05.11.2026", "number:89161234567",
              "number:3,5", "text:математика", "bool:ИСТИНА"],
             ["5", "text:Оля", ":", "date:05.11.2026 10:30", ":", "number:0,3", formula,
              "bool:ЛОЖЬ"]]
    return lines + [[str(6 + i), "text:" + text.replace("\n", "\\n")]
                    for i, text in enumerate(NASTY)]


def without_link(lines):
    # The link of B6 has no text in openpyxl's file and its address as the text in LibreOffice's.
    return [line[:2] if line[0] == "6" else line for line in lines]


def same(what, seen, wanted):
    wrong = [(s, w) for s, w in zip(seen, wanted) if s != w]
    check(what, seen == wanted, wrong[:2] or f"{len(seen)} rows instead of {len(wanted)}: {seen[-1:]}")


def read_others(folder, python):
    # openpyxl does not escape what looks like an escape, as Excel would.
    plain = [[c.replace("_x0041_", "A") for c in line] for line in expected("formula :")]
    for line in plain:
        if line[0] == "5":
            line[6] = "formula error:#НЕ ПОСЧИТАНО!"  # openpyxl counts no formulas
    same("a book of openpyxl", without_link(rows(python)), plain)
    mac = book(os.path.join(folder, "mac.xlsx"), CALENDAR_MAC_1904)
    same("the 1904 date system", without_link(rows(mac)), plain)
    office = convert(folder, "xlsx", python)[0]
    seen = without_link(rows(office))
    wanted = expected("formula number:2010")
    for line in wanted[2:4]:
        line[7] = "formula " + line[7]  # LibreOffice writes TRUE() and FALSE()
    same("a book of LibreOffice: shared strings, cached formulas",
         [[c.replace("_x0041_", "A") for c in line] for line in seen],
         [[c.replace("_x0041_", "A") for c in line] for line in wanted])
    ods, = convert(folder, "ods", python)
    check("ODS is refused by its name", "ODS" in tool("read", ods), tool("read", ods))
    xls, = convert(folder, "xls", python)
    check("XLS is refused by its name", "XLS" in tool("read", xls), tool("read", xls))


def read_ours(folder, python):
    ours = os.path.join(folder, "ours.xlsx")
    table = os.path.join(folder, "table.xlsx")
    b = openpyxl.Workbook()
    b.active.append(HEAD[:3])
    for text in NASTY:
        b.active.append([text, 2009.25, datetime.date(2026, 11, 5)])
        b.active.cell(b.active.max_row, 1).data_type = "s"
    b.save(table)
    print(tool("copy", table, ours), end="")
    check("Excel takes every rule of the file", not ooxml.faults(ours), ooxml.faults(ours))
    for part, old, new in (
            ("xl/worksheets/sheet1.xml", b"<cols>", b"<mergeCells count=\"0\"/><cols>"),
            ("xl/worksheets/sheet1.xml", b"r=\"B2\"", b"r=\"D2\""), ("xl/worksheets/sheet1.xml", b"<row r=\"2\"", b"<row r=\"9\""),
            ("xl/workbook.xml", b"<sheet name=\"", b"<sheet name=\"" + b"x" * 31), ("xl/styles.xml", b"<fonts count=\"", b"<fonts count=\"1"),
            ("[Content_Types].xml", b"/xl/styles.xml", b"/xl/style.xml")):
        check(f"{old} broken is seen", ooxml.faults(broken(ours, part, old, new)))
    sheet = openpyxl.load_workbook(ours).active
    wanted = [t.replace("_x0041_", "A") for t in NASTY]
    seen = [sheet.cell(i + 2, 1) for i in range(len(NASTY))]
    check("openpyxl: every text is that text", [c.value for c in seen] == wanted,
          [c.value for c in seen])
    check("openpyxl: no formula and no link",
          all(c.data_type in ("s", "inlineStr") and c.hyperlink is None for c in seen),
          [c.data_type for c in seen])
    check("openpyxl: a number and a date", sheet["B2"].value == 2009.25 and
          sheet["C2"].value == datetime.datetime(2026, 11, 5) and sheet["C2"].is_date,
          (sheet["B2"].value, sheet["C2"].value))
    check("openpyxl: bold frozen head", sheet["A1"].font.b and sheet.freeze_panes == "A2",
          sheet.freeze_panes)
    check("openpyxl: texts wrap", sheet["A2"].alignment.wrap_text)
    csv, = convert(folder, "csv:Text - txt - csv (StarCalc):59,34,76,1", ours)
    text = open(csv, encoding="utf-8").read()
    check("LibreOffice shows what was written",
          all(t.replace('"', '""') in text for t in wanted) and "05.11.2026" in text, text)
    back = rows(csv)
    check("a CSV of LibreOffice comes back", [r[1][5:].replace("\\n", "\n") for r in back[1:]] ==
          wanted, back)
    cp1251, = convert(folder, "csv:Text - txt - csv (StarCalc):9,34,34,1", ours)
    seen = [r[1] for r in rows(cp1251)][:2]
    check("a CSV in windows-1251 with tabs", seen == ["text:ФИО", "text:=1+1"], seen)
    our_csv = os.path.join(folder, "ours.csv")
    print(tool("copy", table, our_csv), end="")
    lo, = convert(folder, "xlsx", our_csv)
    cell = openpyxl.load_workbook(lo).active["A2"]
    check("LibreOffice: a CSV of ours holds no formula", cell.data_type != "f", cell.value)


def broken(path, part, old, new):
    name = os.path.join(os.path.dirname(path), "broken.xlsx")
    with zipfile.ZipFile(path) as z, zipfile.ZipFile(name, "w") as o:
        for n in z.namelist():
            data = z.read(n)
            if n == part and old not in data:
                raise SystemExit(f"{old} is not in {part}")
            o.writestr(n, data.replace(old, new, 1) if n == part else data)
    return name


def write_document(folder):
    table = os.path.join(folder, "document.csv")
    ours = os.path.join(folder, "document.docx")
    wanted = [t for t in NASTY if not set(t) & set(";\"\n ")]
    with open(table, "w", encoding="utf-8") as f:
        f.write("№;Мероприятие\n" + "".join(f"{i};{t}\n" for i, t in enumerate(wanted)))
    print(tool("document", table, ours), end="")
    check("Word takes every rule of the file", not ooxml.faults(ours), ooxml.faults(ours))
    text = open(convert(folder, "txt:Text (encoded):UTF8", ours)[0], encoding="utf-8-sig").read()
    check("LibreOffice reads a document of ours", "Дорожная карта «Осень»" in text and
          all(t.lstrip("'") in text for t in wanted), text)
    again, = convert(folder, "docx", ours)
    with zipfile.ZipFile(again) as z:
        xml = z.read("word/document.xml").decode()
    check("LibreOffice sees its table", xml.count("<w:tr>") + xml.count("<w:tr ") ==
          len(wanted) + 1 and "tblHeader" in xml and 'w:orient="landscape"' in xml, xml[:2000])


with tempfile.TemporaryDirectory() as tmp:
    source = book(os.path.join(tmp, "python.xlsx"))
    read_others(tmp, source)
    read_ours(tmp, source)
    write_document(tmp)
sys.exit(failed > 0)
