"""What Word and Excel would not take of a .docx or an .xlsx, without their schemas.

    ooxml.py FILE…

Prints what is wrong, a line each, and ends with 1 when there is anything: rules of the package,
the order of elements that the schemas ask for (ECMA-376), ids that must differ, and references
that must lead somewhere. faults() is the same for other tests.
"""
import posixpath
import re
import sys
import zipfile
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

SIDES = "top left start bottom right end"
# The order of children; a comma: in any order among themselves, a star: anything else.
WORD = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
           "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
           "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
           "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
           "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText "
           "vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
             "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark "
            "headers cellIns cellDel cellMerge tcPrChange",
    "tblBorders": SIDES + " insideH insideV", "tcBorders": SIDES + " insideH insideV tl2br tr2bl",
    "tblCellMar": SIDES, "tcMar": SIDES, "pBdr": "top left bottom right between bar", "pgBorders": "top left bottom right",
    "sectPr": "headerReference,footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
              "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
             "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "styles": "docDefaults latentStyles style", "docDefaults": "rPrDefault pPrDefault",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "tbl": "bookmarkStart,bookmarkEnd tblPr tblGrid *", "tr": "tblPrEx trPr *", "tc": "tcPr *", "p": "pPr *", "r": "rPr *",
    "body": "* sectPr",
}
SHEET = {
    "worksheet": "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges "
                 "scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr "
                 "conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter "
                 "rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing "
                 "legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst",
    "workbook": "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences "
                "definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing "
                "fileRecoveryPr webPublishObjects extLst",
    "styleSheet": "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst",
    "c": "f v is extLst", "sheetView": "pane selection pivotSelection extLst",
}
MANY = ("style", "tblStylePr", "num", "abstractNum", "numPicBullet", "conditionalFormatting")
NUMBERED = ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "numFmts", "mergeCells")


def ordered(e, order, space):
    """Why the children of an element stand wrong, or None."""
    groups = [g.split(",") for g in order.split()]
    at, seen = 0, [c.tag.replace(space, "") for c in e if c.tag.startswith(space)]
    for tag in seen:
        place = next((i for i, g in enumerate(groups) if tag in g), None)
        if place is None:
            place = next((i for i, g in enumerate(groups) if g == ["*"]), None)
        once = place is not None and len(groups[place]) == 1 and groups[place] != ["*"] and tag not in MANY
        if place is None or place < at or (once and seen.count(tag) > 1):
            return f"order in {e.tag.replace(space, '')}: {' '.join(seen)[:120]}"
        at = place
    return None


class Package:
    def __init__(self, path):
        self.found = []
        with zipfile.ZipFile(path) as z:
            names = z.namelist()
            self.bytes = {n: z.read(n) for n in names}
        self.say(len(names) != len(set(n.lower() for n in names)), "two parts of one name")
        self.say(names[:1] != ["[Content_Types].xml"] and "[Content_Types].xml" not in names, "no [Content_Types].xml")
        self.xml = {n: ElementTree.fromstring(b) for n, b in self.bytes.items() if n.endswith((".xml", ".rels"))}
        self.types()
        self.rels = {n: self.relations(n) for n in self.bytes if n.endswith(".rels")}

    def say(self, wrong, what):
        if wrong:
            self.found.append(what)

    def types(self):
        kinds = self.xml.get("[Content_Types].xml")
        defaults = [d.get("Extension").lower() for d in kinds if d.tag.endswith("Default")]
        overrides = [o.get("PartName") for o in kinds if o.tag.endswith("Override")]
        self.say(len(set(defaults)) != len(defaults) or len(set(overrides)) != len(overrides), "a content type is said twice")
        for name in self.bytes:
            if name != "[Content_Types].xml" and not name.endswith("/"):
                self.say("/" + name not in overrides and name.rsplit(".", 1)[-1].lower() not in defaults, f"no content type of {name}")
        for name in overrides:
            self.say(name[1:] not in self.bytes, f"a content type of {name}, which is not there")

    def relations(self, name):
        folder, ids = posixpath.dirname(posixpath.dirname(name)), {}
        for r in self.xml[name]:
            self.say(r.get("Id") in ids, f"{name}: two {r.get('Id')}")
            target = posixpath.normpath(posixpath.join("/" + folder, r.get("Target"))).lstrip("/")
            ids[r.get("Id")] = target
            self.say(r.get("TargetMode") != "External" and target not in self.bytes, f"{name}: no {target}")
        return ids

    def references(self, part):
        """Every r:id of a part is among its relations."""
        own = self.rels.get(posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels"), {})
        for e in self.xml[part].iter():
            for key, value in e.attrib.items():
                self.say(key.startswith(R) and value and value not in own, f"{part}: no relation {value}")

    def orders(self, part, table, space):
        for e in self.xml[part].iter():
            order = table.get(e.tag.replace(space, "")) if e.tag.startswith(space) else None
            wrong = order and ordered(e, order, space)
            self.say(wrong, f"{part}: {wrong}")


def different(p, part, what, values):
    twice = sorted({v for v in values if v is not None and values.count(v) > 1})
    p.say(twice, f"{part}: {what} twice: {twice[:3]}")


def word_table(p, part, t):
    columns = len(t.findall(f"{W}tblGrid/{W}gridCol"))
    rows = t.findall(W + "tr")
    p.say(not rows and t.find(f".//{W}tr") is None, f"{part}: a table without rows")
    for row in rows:
        spans = 0
        for c in row.findall(W + "tc"):
            span = c.find(f"{W}tcPr/{W}gridSpan")
            spans += int(span.get(W + "val")) if span is not None else 1
            p.say(not len(c) or c[-1].tag != W + "p", f"{part}: a cell does not end with a paragraph")
        for side in ("gridBefore", "gridAfter"):
            gap = row.find(f"{W}trPr/{W}{side}")
            spans += int(gap.get(W + "val")) if gap is not None else 0
        p.say(spans > columns or (spans and spans < columns and row.find(f"{W}sdt") is None), f"{part}: a row of {spans} in a table of {columns}")


def word_part(p, part, styles, numbers):
    root = p.xml[part]
    p.orders(part, WORD, W)
    p.references(part)
    for t in root.iter(W + "tbl"):
        word_table(p, part, t)
    for tag, known in (("pStyle", styles), ("rStyle", styles), ("tblStyle", styles), ("numId", numbers)):
        for e in root.iter(W + tag):
            p.say(known is not None and e.get(W + "val") not in known, f"{part}: no {tag} {e.get(W + 'val')}")
    for t in root.iter(W + "t"):
        s = t.text or ""
        p.say(s != s.strip(" ") and t.get(SPACE) != "preserve", f"{part}: spaces are lost around «{s.strip()[:20]}»")
    marks = [e for e in root.iter(W + "bookmarkStart")]
    different(p, part, "an id of a bookmark", [e.get(W + "id") for e in marks])
    different(p, part, "a name of a bookmark", [e.get(W + "name") for e in marks])
    starts = {e.get(W + "id") for e in marks}
    for e in root.iter(W + "bookmarkEnd"):
        p.say(e.get(W + "id") not in starts, f"{part}: the end of a bookmark without its beginning")
    different(p, part, "an id of a picture", [e.get("id") for e in root.iter(DRAWING + "docPr")])
    different(p, part, "an id of a control", [e.get(W + "val") for e in root.iter(W + "id")])
    different(p, part, "an id of a paragraph", [e.get(W14 + "paraId") for e in root.iter()])
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        different(p, part, tag, [e.get(W + "id") for e in root.iter(W + tag)])
    large = [e for e in root.iter() if int(e.get(W14 + "paraId", "0"), 16) >= 0x80000000]
    p.say(large, f"{part}: an id of a paragraph is too large")


def word(p):
    document = p.rels["_rels/.rels"]
    main = next((t for t in document.values() if t.endswith("document.xml")), "word/document.xml")
    folder = posixpath.dirname(main)
    modern = any(s.get(W + "name") == "compatibilityMode" and int(s.get(W + "val")) >= 15
                 for part in p.xml.values() for s in part.iter(W + "compatSetting"))
    p.say(not modern, "Word opens it in its mode of 2007")
    all_styles = p.xml.get(f"{folder}/styles.xml")
    styles = {s.get(W + "styleId") for s in all_styles.iter(W + "style")} if all_styles is not None else None
    all_numbers = p.xml.get(f"{folder}/numbering.xml")
    numbers = {"0"} | ({n.get(W + "numId") for n in all_numbers.iter(W + "num")} if all_numbers is not None else set())
    if all_styles is not None:
        different(p, "styles", "an id of a style", [s.get(W + "styleId") for s in all_styles.iter(W + "style")])
        defaults = [s.get(W + "type") for s in all_styles.iter(W + "style") if s.get(W + "default") in ("1", "true")]
        different(p, "styles", "a default style", defaults)
    for part, root in p.xml.items():
        if part.startswith(folder + "/") and root.tag.startswith(W):
            word_part(p, part, styles, numbers)


# ---- spreadsheets ----

def column_number(letters):
    n = 0
    for x in letters:
        n = n * 26 + ord(x) - 64
    return n


def sheet_cells(p, part, strings, formats):
    last_row, used = 0, 0
    for row in p.xml[part].iter(S + "row"):
        number, last = int(row.get("r")), 0
        p.say(number <= last_row or number > 1048576, f"{part}: row {number} after {last_row}")
        last_row = number
        for c in row.findall(S + "c"):
            letters, digits = re.fullmatch(r"([A-Z]{1,3})([0-9]+)", c.get("r")).groups()
            column, value = column_number(letters), c.find(S + "v")
            p.say(int(digits) != number or column <= last or column > 16384, f"{part}: cell {c.get('r')} in row {number}")
            last = column
            p.say(int(c.get("s", "0")) >= formats, f"{part}: no format of {c.get('r')}")
            if c.get("t") == "s":
                used += 1
                p.say(int(value.text) >= len(strings), f"{part}: no text of {c.get('r')}")
            elif c.get("t") in (None, "n") and value is not None:
                float(value.text)
            elif c.get("t") == "inlineStr":
                text = "".join(t.text or "" for t in c.iter(S + "t"))
                p.say(len(text.encode("utf-16-le")) // 2 > 32767, f"{part}: {c.get('r')} is too long")
    areas = [m.get("ref") for m in p.xml[part].iter(S + "mergeCell")]
    different(p, part, "merged cells", areas)
    for t in p.xml[part].iter(S + "t"):
        s = t.text or ""
        p.say(s != s.strip(" \n") and t.get(SPACE) != "preserve", f"{part}: spaces are lost around «{s.strip()[:20]}»")
    return used


def sheets(p):
    book = p.xml["xl/workbook.xml"]
    relations = p.rels["xl/_rels/workbook.xml.rels"]
    strings = list(p.xml["xl/sharedStrings.xml"]) if "xl/sharedStrings.xml" in p.xml else []
    formats = len(list(p.xml["xl/styles.xml"].find(S + "cellXfs")))
    names = [s.get("name") for s in book.iter(S + "sheet")]
    different(p, "workbook", "a name of a sheet", [n.lower() for n in names])
    different(p, "workbook", "an id of a sheet", [s.get("sheetId") for s in book.iter(S + "sheet")])
    for n in names:
        bad = not n or len(n.encode("utf-16-le")) // 2 > 31 or re.search(r"[\[\]:*?/\\]", n) or n[0] == "'" or n[-1] == "'"
        p.say(bad, f"the name of a sheet: «{n}»")
    for d in book.iter(S + "definedName"):
        p.say(int(d.get("localSheetId", "0")) >= len(names), f"the name {d.get('name')} is of no sheet")
        said = re.findall(r"(?:'((?:[^']|'')+)'|([^'!,]+))!", d.text or "")
        p.say(any((a.replace("''", "'") or b) not in names for a, b in said), f"the name {d.get('name')} leads nowhere: {d.text}")
    for part, root in p.xml.items():
        if root.tag.startswith(S):
            p.orders(part, SHEET, S)
            p.references(part)
        for e in root.iter():
            tag = e.tag.replace(S, "")
            p.say(e.tag.startswith(S) and tag in NUMBERED and e.get("count") not in (None, str(len(e))), f"{part}: the count of {tag}")
    used = sum(sheet_cells(p, relations[s.get(R + "id")], strings, formats) for s in book.iter(S + "sheet"))
    if strings:
        sst = p.xml["xl/sharedStrings.xml"]
        p.say(sst.get("count") not in (None, str(used)) or sst.get("uniqueCount") not in (None, str(len(strings))), "the counts of texts")


def faults(path):
    p = Package(path)
    if "xl/workbook.xml" in p.xml:
        sheets(p)
    else:
        word(p)
    return p.found


if __name__ == "__main__":
    wrong = [f"{path}: {fault}" for path in sys.argv[1:] for fault in faults(path)]
    print("\n".join(wrong))
    sys.exit(bool(wrong))
