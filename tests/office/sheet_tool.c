/*
 * The spreadsheet library on the command line, for tests and measurements:
 *   sheet_tool read FILE        one line a row: number, then kind:text of each cell, tabs between
 *   sheet_tool copy FILE OUT    every row into OUT (.xlsx or .csv), the first one as the head
 *   sheet_tool document FILE OUT  every row into the table of a DOCX, of the columns of the first
 *   sheet_tool measure FILE     rows, cells, milliseconds of the processor, KiB of memory above the
 *                               start
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "office/docx.h"
#include "office/sheet_out.h"

struct job {
    struct arena *a;
    struct sheet_writer *w;
    struct docx *d;
    struct err err;
    size_t rows, cells; /* of a document: its columns */
};

static int print_row(void *ctx, size_t row_no, const struct cell *cells, size_t n)
{
    (void)ctx;
    static const char *const kinds[] = {"", "text", "number", "date", "bool", "error"};
    printf("%zu", row_no);
    for (size_t i = 0; i < n; i++) {
        printf("\t%s%s:", cells[i].formula ? "formula " : "", kinds[cells[i].kind]);
        for (const char *s = cells[i].text; *s; s++) {
            if (*s == '\n' || *s == '\t' || *s == '\\')
                fputs(*s == '\n' ? "\\n" : *s == '\t' ? "\\t" : "\\\\", stdout);
            else
                putchar(*s);
        }
    }
    putchar('\n');
    return 0;
}

static int copy_row(void *ctx, size_t row_no, const struct cell *cells, size_t n)
{
    (void)row_no;
    struct job *j = ctx;
    if (j->rows++ > 0)
        return sheet_writer_row(j->w, cells, n, &j->err);
    struct sheet_col *cols = arena_array(j->a, struct sheet_col, n);
    for (size_t i = 0; i < n; i++)
        cols[i] = (struct sheet_col){.head = arena_strdup(j->a, cells[i].text)};
    return sheet_writer_sheet(j->w, "Реестр", NULL, cols, n, &j->err);
}

static int count_row(void *ctx, size_t row_no, const struct cell *cells, size_t n)
{
    (void)row_no;
    struct job *j = ctx;
    j->rows++;
    for (size_t i = 0; i < n; i++)
        j->cells += cells[i].kind != CELL_EMPTY;
    return 0;
}

static int copy(struct job *j, const char *from, const char *to)
{
    size_t n = strlen(to);
    enum sheet_format format = n > 4 && strcmp(to + n - 4, ".csv") == 0 ? SHEET_CSV : SHEET_XLSX;
    int rc = sheet_writer_open(j->a, format, to, &j->err, &j->w);
    if (rc < 0)
        return rc;
    rc = sheet_read(from, NULL, copy_row, j, &j->err);
    if (rc < 0) {
        sheet_writer_abort(j->w);
        return rc;
    }
    return sheet_writer_finish(j->w, &j->err, NULL);
}

static int document_row(void *ctx, size_t row_no, const struct cell *cells, size_t n)
{
    (void)row_no;
    struct job *j = ctx;
    const char *texts[DOCX_MAX_COLUMNS];
    int percent[DOCX_MAX_COLUMNS];
    bool head = j->rows++ == 0;
    if (head)
        j->cells = n < DOCX_MAX_COLUMNS ? n : DOCX_MAX_COLUMNS;
    for (size_t i = 0; i < j->cells; i++) {
        texts[i] = i < n ? arena_strdup(j->a, cells[i].text) : "";
        percent[i] = 100 / (int)j->cells;
    }
    if (head)
        docx_table(j->d, texts, percent, j->cells);
    else
        docx_row(j->d, texts);
    return 0;
}

static int document(struct job *j, const char *from, const char *to)
{
    j->d = docx_new(j->a, true);
    docx_paragraph(j->d, DOCX_TITLE, "Дорожная карта «Осень»");
    int rc = sheet_read(from, NULL, document_row, j, &j->err);
    docx_table_end(j->d);
    return rc < 0 ? rc : docx_write(j->d, to, &j->err);
}

/* A line of /proc/self/status; getrusage would count the parent before exec. */
static long memory_kib(const char *name)
{
    char line[256];
    long kib = 0;
    FILE *f = fopen("/proc/self/status", "re");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, name, strlen(name)) == 0)
            sscanf(line + strlen(name), "%ld", &kib);
    if (f)
        fclose(f);
    return kib;
}

static int measure(struct job *j, const char *path)
{
    struct timespec t0, t1;
    long before = memory_kib("VmRSS:");
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t0);
    int rc = sheet_read(path, NULL, count_row, j, &j->err);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t1);
    double ms = (double)(t1.tv_sec - t0.tv_sec) * 1e3 + (double)(t1.tv_nsec - t0.tv_nsec) / 1e6;
    if (rc == 0)
        printf("%zu %zu %.1f %ld\n", j->rows, j->cells, ms, memory_kib("VmHWM:") - before);
    return rc;
}

int main(int argc, char **argv)
{
    struct job j = {.a = arena_new()};
    int rc = 2;
    if (argc == 3 && strcmp(argv[1], "read") == 0)
        rc = sheet_read(argv[2], NULL, print_row, NULL, &j.err);
    else if (argc == 4 && strcmp(argv[1], "copy") == 0)
        rc = copy(&j, argv[2], argv[3]);
    else if (argc == 4 && strcmp(argv[1], "document") == 0)
        rc = document(&j, argv[2], argv[3]);
    else if (argc == 3 && strcmp(argv[1], "measure") == 0)
        rc = measure(&j, argv[2]);
    else
        fputs("sheet_tool read FILE | copy FILE OUT | document FILE OUT | measure FILE\n", stderr);
    if (rc < 0)
        fprintf(stderr, "%s\n", j.err.text);
    arena_free(j.a);
    return rc < 0 ? 1 : rc;
}
