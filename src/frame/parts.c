#include "frame/parts.h"

const char *pill_class(enum pill kind)
{
    static const char *const names[] = {
        [PILL_DRAFT] = "pill",   [PILL_HALF] = "pill half",  [PILL_WAIT] = "pill wait",
        [PILL_OK] = "pill ok",   [PILL_WARN] = "pill warn",  [PILL_BAD] = "pill bad",
        [PILL_END] = "pill end", [PILL_DONE] = "pill plain",
    };
    return names[kind];
}

const char *pill_shape(enum pill kind)
{
    static const char *const names[] = {
        [PILL_DRAFT] = "ring", [PILL_HALF] = "half",    [PILL_WAIT] = "wait",
        [PILL_OK] = "tick",    [PILL_WARN] = "diamond", [PILL_BAD] = "triangle",
        [PILL_END] = "square", [PILL_DONE] = "tick",
    };
    return names[kind];
}

const char *notice_class(enum notice kind)
{
    static const char *const names[] = {
        [NOTICE_INFO] = "notice",
        [NOTICE_OK] = "notice ok",
        [NOTICE_WARN] = "notice warn",
        [NOTICE_BAD] = "notice bad",
    };
    return names[kind];
}

const char *notice_icon(enum notice kind)
{
    static const char *const names[] = {
        [NOTICE_INFO] = "info",
        [NOTICE_OK] = "done",
        [NOTICE_WARN] = "alert",
        [NOTICE_BAD] = "stop",
    };
    return names[kind];
}

const char *input_type(enum field_type type)
{
    switch (type) {
    case FIELD_PASSWORD:
        return "password";
    case FIELD_EMAIL:
        return "email";
    case FIELD_PHONE:
        return "tel";
    default:
        return "text";
    }
}

const char *input_mode(const struct field *fd)
{
    if (fd->inputmode)
        return fd->inputmode;
    bool digits = fd->type == FIELD_INT || fd->type == FIELD_YEAR || fd->type == FIELD_DATE;
    return digits ? "numeric" : NULL;
}

const char *input_width(const struct field *fd)
{
    switch (fd->type) {
    case FIELD_INT:
    case FIELD_YEAR:
        return "w4";
    case FIELD_DATE:
        return "w12";
    case FIELD_PHONE:
        return "w20";
    case FIELD_TEXT:
        return fd->max > 0 && fd->max <= 12 ? "w8" : fd->max > 0 && fd->max <= 40 ? "w20" : "full";
    default:
        return "full";
    }
}

#define AREA_LINE 75 /* characters */
#define AREA_ROWS 5
#define AREA_ROWS_MAX 16

int area_rows(const char *raw)
{
    size_t rows = 0;
    for (; *raw && rows < AREA_ROWS_MAX; raw += *raw == '\n') {
        size_t n = strcspn(raw, "\n"), letters = 0;
        for (size_t i = 0; i < n; i++)
            letters += (raw[i] & 0xc0) != 0x80;
        rows += 1 + letters / AREA_LINE;
        raw += n;
    }
    return rows < AREA_ROWS ? AREA_ROWS : rows > AREA_ROWS_MAX ? AREA_ROWS_MAX : (int)rows;
}

bool choices_plain(const struct choice *choices)
{
    while (choices && choices->value && !choices->hint)
        choices++;
    return !choices || !choices->value;
}

bool choices_few(const struct choice *choices)
{
    size_t n = 0;
    while (choices && choices[n].value)
        n++;
    return n <= 6;
}

bool choices_chosen(const struct form *f, const char *field, const struct choice *choices)
{
    for (; choices->value; choices++)
        if (form_chosen(f, field, choices->value))
            return true;
    return false;
}

int meter_width(int64_t part, int64_t whole)
{
    if (whole <= 0 || part <= 0)
        return 0;
    if (part >= whole)
        return 100;
    return (int)(100.0 * (double)part / (double)whole);
}
