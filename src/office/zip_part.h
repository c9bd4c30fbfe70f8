/*
 * One part of a ZIP, unpacked piece by piece. The container is libzip's; DEFLATE is undone by
 * ISA-L, which takes a third of the time of zlib.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <zip.h>

#include "base/arena.h"

struct zip_part;

/* Lives in the arena until it is closed. NULL: it cannot be opened, and zip_get_error of the
 * archive tells why. */
struct zip_part *zip_part_open(zip_t *zip, uint64_t index, struct arena *a);
void zip_part_close(struct zip_part *p);

/* Bytes put into buf, 0 at the end of the part, -1: it is damaged. The last of them come only when
 * length and checksum of the whole are right. */
int64_t zip_part_read(struct zip_part *p, char *buf, size_t room);
