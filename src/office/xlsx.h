/* Inside of the XLSX reader: the container, its XML, and what the parts mean. */
#pragma once

#include <stdint.h>
#include <zip.h>

#include "base/arena.h"
#include "office/charset.h"
#include "office/sheet.h"

/* The container. Bounds: XLSX_MAX_DIRECTORY bytes of directory (what libzip keeps in memory),
 * limits->max_unpacked bytes unpacked, XLSX_MAX_RATIO times the packed size. */
#define XLSX_MAX_DIRECTORY (1u << 20)
#define XLSX_MAX_RATIO 300u
#define XLSX_RATIO_FROM (16u << 20) /* smaller parts may be as repetitive as they like */
#define XLSX_MAX_DEPTH 64
#define XLSX_MAX_TOKEN (256u << 10) /* bytes of one tag with its attributes, or of a comment */

struct package {
    zip_t *zip;
    const struct sheet_limits *limits;
    size_t unpacked;   /* bytes read so far, all parts */
    uint64_t expected; /* bytes the parts to read promise, for the progress only */
    const char *sheet; /* for the progress */
};

int package_open(const char *path, const struct sheet_limits *limits, struct err *err,
                 struct package *ret);
void package_close(struct package *p);

/* Index of a part; case, a leading slash and backslashes do not matter; -1: none. */
int64_t package_find(const struct package *p, const char *name);
uint64_t package_size(const struct package *p, int64_t part); /* as promised by the directory */

/* Names come without their namespace prefix; a negative result stops the parser. */
struct xml_hooks {
    int (*start)(void *ctx, const char *name, const char **atts, struct err *err);
    int (*end)(void *ctx, const char *name, struct err *err);
    int (*text)(void *ctx, const char *s, size_t n, struct err *err); /* may be NULL */
};

/* Bytes of a part as libzip gives them; n < 0: it could not. */
#define XLSX_PIECE (64u * 1024)
struct piece {
    struct zip_part *part;
    int64_t n;
    char bytes[XLSX_PIECE];
};

/* One part being unpacked, as UTF-8. */
struct stream {
    struct package *pkg;
    struct zip_part *part;
    struct aside *unpacking; /* the coming piece of a large part; NULL: read when asked for */
    struct piece *now, *coming;
    size_t used;            /* bytes of now */
    uint64_t packed, bytes; /* size of the part, and what came out of it */
    enum charset charset;
    size_t n_raw;
    char raw[16 * 1024];
};

/* 0 bytes at the end. */
int stream_next(struct stream *s, char *buf, size_t room, struct err *err, size_t *ret_n);
int xml_read(struct stream *s, const struct xml_hooks *hooks, void *ctx, struct arena *a,
             struct err *err);

int package_parse(struct package *p, int64_t part, const struct xml_hooks *hooks, void *ctx,
                  struct err *err);

/* Value of an attribute by its name without prefix, or NULL. */
const char *xml_att(const char **atts, const char *name);
int xlsx_damaged(struct err *err);
int xlsx_too_large(struct err *err);

/* What workbook.xml, its relations and the styles say. */
enum number_style { STYLE_NUMBER, STYLE_DATE, STYLE_DATETIME, STYLE_TIME };

#define XLSX_MAX_SHEETS 1024
#define XLSX_MAX_RELATIONS 4096
#define XLSX_MAX_STYLES 65536
#define XLSX_MAX_FORMATS 4096

struct book_sheet {
    const char *name;
    int64_t part;
};

struct book {
    struct book_sheet *sheets; /* the visible ones, in the order of the tabs */
    size_t n_sheets;
    bool since_1904;
    int64_t strings, styles; /* parts, or -1 */
};

int book_read(struct package *p, struct arena *a, struct err *err, struct book *ret);

struct styles {
    uint8_t *of; /* enum number_style by the s attribute of a cell */
    size_t n;
};

int styles_read(struct package *p, int64_t part, struct arena *a, struct err *err,
                struct styles *ret);
enum number_style style_of_code(const char *code); /* «dd.mm.yyyy», «0.00», «[$-419]d mmm» */

/* Shared strings: the first STRINGS_IN_MEMORY bytes in memory, the rest in a temporary file. */
#define STRINGS_BLOCK (1u << 20)
#define STRINGS_IN_MEMORY 14u /* blocks */
#define STRINGS_CHUNK (1u << 16)
#define STRINGS_MAX_CHUNKS 64u /* 4 million texts, 16 MB of offsets */

struct strings {
    struct arena *a;
    size_t n;
    uint32_t end; /* bytes used, each text with its NUL; no text crosses a block in memory */
    char *blocks[STRINGS_IN_MEMORY];
    uint32_t *offsets[STRINGS_MAX_CHUNKS];
    FILE *spill; /* NULL while all is in memory */
};

int strings_read(struct package *p, int64_t part, struct arena *a, struct err *err,
                 struct strings *ret);
/* Text i, borrowed from the table or read into the arena; NULL: no such text, or the disk. */
const char *strings_get(const struct strings *s, size_t i, struct arena *a);
void strings_close(struct strings *s);

/* Rows of one sheet; *ret_rows counts the non-empty ones. */
int xlsx_rows(struct package *p, int64_t part, const struct book *b, const struct styles *styles,
              const struct strings *strings, sheet_row_fn *fn, void *ctx, struct err *err,
              size_t *ret_rows);

int xlsx_read(const char *path, const struct sheet_limits *limits, sheet_row_fn *fn, void *ctx,
              struct err *err);
int xlsx_count(const char *path, const struct sheet_limits *limits, struct err *err, size_t *ret_n);
