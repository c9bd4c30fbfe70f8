#include "office/photo.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

/* Marks of ITU-T T.81. */
enum {
    MARK_SOF0 = 0xC0,
    MARK_DHT = 0xC4,
    MARK_DAC = 0xCC,
    MARK_RST0 = 0xD0,
    MARK_SOI = 0xD8,
    MARK_EOI = 0xD9,
    MARK_SOS = 0xDA,
    MARK_DQT = 0xDB,
    MARK_DRI = 0xDD,
    MARK_APP0 = 0xE0,
    MARK_ADOBE = 0xEE, /* says how colours are kept: without it they turn */
};

struct jpeg {
    const uint8_t *in;
    size_t n, at;
    uint8_t *out;
    size_t n_out;
    int width, height, turn; /* 1 to 8 as Exif counts, 0 not said */
};

static int broken(struct err *err)
{
    return err_set(err, ERR_INVALID,
                   _("Это не фотография JPEG, или файл повреждён. Сохраните её как JPEG и "
                     "выберите снова"));
}

static void copy(struct jpeg *j, size_t from, size_t n)
{
    memcpy(j->out + j->n_out, j->in + from, n);
    j->n_out += n;
}

/* The next mark, or -1: fill bytes may stand before it. */
static int next_mark(struct jpeg *j)
{
    if (j->at >= j->n || j->in[j->at] != 0xFF)
        return -1;
    while (j->at < j->n && j->in[j->at] == 0xFF)
        j->at++;
    return j->at < j->n ? j->in[j->at++] : -1;
}

/* Length of the segment at hand with its own two bytes, 0: it does not end in the file. */
static size_t segment(const struct jpeg *j)
{
    if (j->n - j->at < 2)
        return 0;
    size_t n = (size_t)j->in[j->at] << 8 | j->in[j->at + 1];
    return n >= 2 && n <= j->n - j->at ? n : 0;
}

static bool is_frame(int mark)
{
    return mark >= MARK_SOF0 && mark <= MARK_SOF0 + 15 && mark != MARK_DHT && mark != MARK_DAC &&
           mark != MARK_SOF0 + 8;
}

static bool is_kept(int mark)
{
    return is_frame(mark) || mark == MARK_DHT || mark == MARK_DAC || mark == MARK_DQT ||
           mark == MARK_DRI || mark == MARK_SOS || mark == MARK_ADOBE;
}

/* Coded data up to the next mark that is none of its own. */
static void copy_scan(struct jpeg *j)
{
    size_t from = j->at;
    while (j->at + 1 < j->n) {
        uint8_t next = j->in[j->at + 1];
        bool own = next == 0 || next == 0xFF || (next >= MARK_RST0 && next < MARK_RST0 + 8);
        if (j->in[j->at] == 0xFF && !own)
            break;
        j->at++;
    }
    if (j->at + 1 >= j->n)
        j->at = j->n;
    copy(j, from, j->at - from);
}

static uint32_t number(const uint8_t *at, size_t n, bool big)
{
    uint32_t x = 0;
    for (size_t i = 0; i < n; i++)
        x |= (uint32_t)at[i] << 8 * (big ? n - 1 - i : i);
    return x;
}

/* The turn (tag 0x0112) in the first list of an Exif segment of n bytes; 0: none. */
static int read_turn(const uint8_t *exif, size_t n)
{
    static const uint8_t head[] = {'E', 'x', 'i', 'f', 0, 0};
    if (n < sizeof head + 8 || memcmp(exif, head, sizeof head) != 0)
        return 0;
    const uint8_t *tiff = exif + sizeof head;
    n -= sizeof head;
    bool big = tiff[0] == 'M';
    size_t at = number(tiff + 4, 4, big);
    if (at > n - 2)
        return 0;
    uint32_t left = number(tiff + at, 2, big);
    for (at += 2; left && at <= n && n - at >= 12; left--, at += 12)
        if (number(tiff + at, 2, big) == 0x0112)
            return number(tiff + at + 8, 2, big) <= 8 ? (int)number(tiff + at + 8, 2, big) : 0;
    return 0;
}

/* An Exif segment that says the turn and nothing else. */
static void write_turn(struct jpeg *j)
{
    uint8_t exif[] = {0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0,    0,    'M', 'M',
                      0,    42,   0, 0,  0,   8,   0,   1,   0x01, 0x12, 0,   3,
                      0,    0,    0, 1,  0,   0,   0,   0,   0,    0,    0,   0};
    exif[29] = (uint8_t)j->turn;
    memcpy(j->out + j->n_out, exif, sizeof exif);
    j->n_out += sizeof exif;
}

/* 1 go on, 0 the end of the picture, < 0 broken. */
static int step(struct jpeg *j)
{
    int mark = next_mark(j);
    if (mark == MARK_EOI)
        return 0;
    size_t n = mark < 0 ? 0 : segment(j);
    if (!n || mark == MARK_SOI)
        return -1;
    if (is_frame(mark) && n >= 8) {
        j->height = j->in[j->at + 3] << 8 | j->in[j->at + 4];
        j->width = j->in[j->at + 5] << 8 | j->in[j->at + 6];
    }
    if (mark == MARK_APP0 + 1 && !j->turn) {
        j->turn = read_turn(j->in + j->at + 2, n - 2);
        if (j->turn)
            write_turn(j);
    }
    if (is_kept(mark)) {
        j->out[j->n_out++] = 0xFF;
        j->out[j->n_out++] = (uint8_t)mark;
        copy(j, j->at, n);
    }
    j->at += n;
    if (mark == MARK_SOS)
        copy_scan(j);
    return 1;
}

static void name(struct photo *p)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < p->n; i++)
        h = (h ^ (unsigned char)p->data[i]) * UINT64_C(0x100000001b3);
    (void)snprintf(p->digest, sizeof p->digest, "%016" PRIx64, h); /* always 16 */
}

int photo_clean(struct arena *a, const char *data, size_t n, struct err *err, struct photo *ret)
{
    struct jpeg j = {.in = (const uint8_t *)data, .n = n, .at = 2};
    if (n > PHOTO_MAX_BYTES)
        return err_set(err, ERR_INVALID, _("Фотография больше %u МБ: уменьшите её"),
                       PHOTO_MAX_BYTES >> 20);
    if (n < 4 || j.in[0] != 0xFF || j.in[1] != MARK_SOI)
        return broken(err);
    j.out = arena_alloc(a, n + 64);
    copy(&j, 0, 2);
    int r;
    while ((r = step(&j)) > 0)
        ;
    if (r < 0 || !j.width || !j.height)
        return broken(err);
    if (j.width > PHOTO_MAX_SIDE || j.height > PHOTO_MAX_SIDE || j.width < PHOTO_MIN_SIDE ||
        j.height < PHOTO_MIN_SIDE)
        return err_set(err, ERR_INVALID,
                       _("Стороны фотографии — от %d до %d точек, у этой %d × %d"), PHOTO_MIN_SIDE,
                       PHOTO_MAX_SIDE, j.width, j.height);
    j.out[j.n_out++] = 0xFF;
    j.out[j.n_out++] = MARK_EOI;
    *ret = (struct photo){
        .data = (const char *)j.out, .n = j.n_out, .width = j.width, .height = j.height};
    name(ret);
    return 0;
}
