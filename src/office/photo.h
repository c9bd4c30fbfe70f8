/*
 * Photographs from outside: JPEG, checked by its content and made clean of everything but the
 * picture. Places, dates, names of devices and small copies that cameras write into a file
 * (Exif, XMP, IPTC, comments) never leave the house.
 */
#pragma once

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

#define PHOTO_MAX_BYTES (4u << 20)
#define PHOTO_MAX_SIDE 6000 /* pixels */
#define PHOTO_MIN_SIDE 100

struct photo {
    const char *data; /* in the arena */
    size_t n;
    int width, height;
    char digest[17]; /* of the data, hex: names a file, protects nothing */
};

/* ERR_INVALID: not a JPEG, broken, cut short, or beyond the bounds; the text says which. Of Exif
 * the turn of the picture is kept, alone. */
int photo_clean(struct arena *a, const char *data, size_t n, struct err *err, struct photo *ret);
