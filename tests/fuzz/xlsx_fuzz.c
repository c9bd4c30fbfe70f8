/*
 * Bytes that begin with PK are a whole file. Any others are the parts of one, with 0x1e between
 * them: sheet, shared strings, styles, workbook, its relations; packed here without compression,
 * so that the fuzzer reaches the XML.
 */
#include <zlib.h>

#include "base/strbuf.h"
#include "sheet_fuzz.h"

#define PARTS 6
#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static const struct {
    const char *name, *usual;
} known[PARTS] = {
    {"xl/s.xml", "<worksheet/>"},
    {"xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>"},
    {"xl/styles.xml", "<styleSheet><cellXfs><xf/><xf numFmtId='14'/></cellXfs></styleSheet>"},
    {"xl/workbook.xml", "<workbook><sheets><sheet name='A' r:id='a'/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
     "<r><Relationship Id='a' Type='" TYPE "worksheet' Target='s.xml'/>"
     "<Relationship Id='b' Type='" TYPE "sharedStrings' Target='sharedStrings.xml'/>"
     "<Relationship Id='c' Type='" TYPE "styles' Target='styles.xml'/></r>"},
    {"[Content_Types].xml", "<Types/>"},
};

static void put(struct strbuf *b, uint64_t v, int bytes)
{
    for (; bytes > 0; bytes--, v >>= 8)
        strbuf_putc(b, (char)(v & 0xff));
}

/* What the local header and the directory of a ZIP have in common. */
static void put_entry(struct strbuf *b, const char *name, const char *text, size_t n)
{
    put(b, 20, 2);
    put(b, 0, 8); /* flags, stored, time, date */
    put(b, crc32(0, (const Bytef *)text, (uInt)n), 4);
    put(b, n, 4);
    put(b, n, 4);
    put(b, strlen(name), 2);
    put(b, 0, 2);
}

static void pack(struct strbuf *b, struct strbuf *directory, const char *name, const char *text,
                 size_t n)
{
    size_t at = b->len;
    strbuf_add(b, "PK\3\4", 4);
    put_entry(b, name, text, n);
    strbuf_puts(b, name);
    strbuf_add(b, text, n);
    strbuf_add(directory, "PK\1\2\24", 6);
    put_entry(directory, name, text, n);
    put(directory, 0, 10); /* comment, disk, attributes */
    put(directory, at, 4);
    strbuf_puts(directory, name);
}

static void pack_parts(struct strbuf *b, const char *data, size_t size)
{
    struct strbuf directory;
    strbuf_init(&directory, b->a);
    for (size_t i = 0; i < PARTS; i++) {
        const char *end = data ? memchr(data, 0x1e, size) : NULL;
        size_t n = end ? (size_t)(end - data) : size;
        if (data)
            pack(b, &directory, known[i].name, data, n);
        else
            pack(b, &directory, known[i].name, known[i].usual, strlen(known[i].usual));
        size -= end ? n + 1 : size;
        data = end ? end + 1 : NULL;
    }
    size_t at = b->len;
    strbuf_add(b, directory.s, directory.len);
    strbuf_add(b, "PK\5\6\0\0\0", 8);
    put(b, PARTS, 2);
    put(b, PARTS, 2);
    put(b, directory.len, 4);
    put(b, at, 4);
    put(b, 0, 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct strbuf b;
    strbuf_init(&b, a);
    if (size > 2 && memcmp(data, "PK", 2) == 0)
        strbuf_add(&b, (const char *)data, size);
    else
        pack_parts(&b, (const char *)data, size);
    size_t rows = 0;
    struct err err = {0};
    int rc = sheet_read(fuzz_file(b.s, b.len), &fuzz_limits, fuzz_row, &rows, &err);
    fuzz_result(rc, rows, &err);
    arena_free(a);
    return 0;
}
