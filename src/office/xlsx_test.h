/* For tests of XLSX: a workbook of one sheet, with any part of it replaced. */
#pragma once

#include "office/sheets_test.h"

#define TYPES "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
#define ROOT_RELS                                                                                  \
    "<Relationships><Relationship Id='r1' Type='" RELS                                             \
    "officeDocument' Target='xl/workbook.xml'/></Relationships>"
#define BOOK_RELS                                                                                  \
    "<Relationships>"                                                                              \
    "<Relationship Id='r1' Type='" RELS "worksheet' Target='worksheets/sheet1.xml'/>"              \
    "<Relationship Id='r2' Type='" RELS "sharedStrings' Target='sharedStrings.xml'/>"              \
    "<Relationship Id='r3' Type='" RELS "styles' Target='/xl/styles.xml'/></Relationships>"
#define BOOK "<workbook><sheets><sheet name='A' sheetId='1' r:id='r1'/></sheets></workbook>"
#define STYLES                                                                                     \
    "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='dd\\.mm\\.yyyy\\ hh:mm'/>"            \
    "<numFmt numFmtId='165' formatCode='0.00&quot; days&quot;'/></numFmts>"                        \
    "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/>"                  \
    "<xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='20'/></cellXfs>"     \
    "</styleSheet>"

struct xlsx {
    const char *root, *rels, *book, *styles, *strings, *sheet;
};

static inline void put_xlsx(const struct fixture *f, struct xlsx x)
{
    const struct part parts[] = {
        {"[Content_Types].xml", TYPES, 0},
        {"_rels/.rels", x.root ? x.root : ROOT_RELS, 0},
        {"xl/workbook.xml", x.book ? x.book : BOOK, 0},
        {"xl/_rels/workbook.xml.rels", x.rels ? x.rels : BOOK_RELS, 0},
        {"xl/styles.xml", x.styles ? x.styles : STYLES, 0},
        {"xl/sharedStrings.xml", x.strings ? x.strings : "<sst/>", 0},
        {"xl/worksheets/sheet1.xml", x.sheet, 0},
    };
    put_zip(f, parts, sizeof parts / sizeof *parts);
}

static inline void put_rows(const struct fixture *f, const char *rows)
{
    put_xlsx(f, (struct xlsx){.sheet = arena_printf(f->a,
                                                    "<worksheet><dimension ref='A1'/><sheetData>%s"
                                                    "</sheetData></worksheet>",
                                                    rows)});
}
