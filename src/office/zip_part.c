#include "office/zip_part.h"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <stdbool.h>

#define PACKED (32u * 1024) /* bytes read at once */

struct zip_part {
    zip_file_t *file;
    bool deflated;     /* else libzip unpacks it */
    uint64_t size;     /* promised by the directory */
    uint32_t checksum; /* promised, too */
    uint64_t bytes;    /* that came out so far, */
    uint32_t crc;      /* and their sum */
    struct inflate_state state;
    unsigned char packed[PACKED];
};

struct zip_part *zip_part_open(zip_t *zip, uint64_t index, struct arena *a)
{
    const zip_uint64_t needed =
        ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD | ZIP_STAT_SIZE | ZIP_STAT_CRC;
    zip_stat_t st;
    if (zip_stat_index(zip, index, 0, &st) < 0)
        return NULL;
    bool deflated = (st.valid & needed) == needed && st.comp_method == ZIP_CM_DEFLATE &&
                    st.encryption_method == ZIP_EM_NONE;
    zip_file_t *file = zip_fopen_index(zip, index, deflated ? ZIP_FL_COMPRESSED : 0);
    if (!file)
        return NULL;
    struct zip_part *p = arena_new_of(a, struct zip_part);
    p->file = file;
    p->deflated = deflated;
    p->size = st.size;
    p->checksum = st.crc;
    isal_inflate_init(&p->state);
    return p;
}

void zip_part_close(struct zip_part *p)
{
    zip_fclose(p->file);
}

/* false: the packed bytes are at their end, or cannot be read. */
static bool fill(struct zip_part *p)
{
    zip_int64_t n = zip_fread(p->file, p->packed, PACKED);
    p->state.next_in = p->packed;
    p->state.avail_in = n > 0 ? (uint32_t)n : 0;
    return n > 0;
}

static bool ended(const struct zip_part *p)
{
    return p->state.block_state == ISAL_BLOCK_FINISH;
}

/* Bytes in buf; -1: they are not DEFLATE, or stop before their end. */
static int64_t inflate_some(struct zip_part *p, char *buf, uint32_t room)
{
    struct inflate_state *s = &p->state;
    s->next_out = (uint8_t *)buf;
    s->avail_out = room;
    while (s->avail_out && !ended(p)) {
        uint32_t left = s->avail_out;
        bool fed = s->avail_in || fill(p);
        if (isal_inflate(s) != ISAL_DECOMP_OK || (!fed && s->avail_out == left && !ended(p)))
            return -1;
    }
    return room - s->avail_out;
}

int64_t zip_part_read(struct zip_part *p, char *buf, size_t room)
{
    if (!p->deflated)
        return zip_fread(p->file, buf, room);
    int64_t n = inflate_some(p, buf, room < INT32_MAX ? (uint32_t)room : INT32_MAX);
    if (n < 0)
        return -1;
    p->bytes += (uint64_t)n;
    p->crc = crc32_gzip_refl(p->crc, (const unsigned char *)buf, (uint64_t)n);
    bool whole = p->bytes == p->size && p->crc == p->checksum;
    return p->bytes > p->size || (ended(p) && !whole) ? -1 : n;
}
