#include "match/waiting.h"

#include <string.h>

static uint32_t random_below(uint64_t *state, uint32_t n)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (uint32_t)(((z ^ z >> 31) >> 32) * n >> 32);
}

static uint32_t words_of(const struct waiting *w, int level)
{
    uint32_t words = w->n_blocks;
    while (level--)
        words = (words + 63) / 64;
    return words;
}

static void shuffle(struct waiting *w, uint64_t seed)
{
    for (uint32_t b = 0; b < w->n_blocks; b++)
        w->block[b] = b * 64 + random_below(&seed, 64);
    for (uint32_t b = w->n_blocks; b > 1; b--) {
        uint32_t other = random_below(&seed, b), t = w->block[b - 1];
        w->block[b - 1] = w->block[other];
        w->block[other] = t;
    }
    for (uint32_t b = 0; b < w->n_blocks; b++)
        w->stands[w->block[b] / 64] = b * 64 + w->block[b] % 64;
}

int waiting_open(struct waiting *w, uint32_t n_people, uint64_t seed, struct match_memory *mem)
{
    *w = (struct waiting){.n_people = n_people, .n_blocks = (n_people + 63) / 64};
    w->stands = match_take(mem, w->n_blocks, sizeof *w->stands);
    w->block = match_take(mem, w->n_blocks, sizeof *w->block);
    if (!w->stands || !w->block)
        return MATCH_ENOMEM;
    for (int level = 0; level < WAITING_LEVELS; level++)
        if (!(w->bits[level] = match_take(mem, words_of(w, level), sizeof(uint64_t))))
            return MATCH_ENOMEM;
    shuffle(w, seed);
    return MATCH_OK;
}

void waiting_close(struct waiting *w, struct match_memory *mem)
{
    match_give(mem, w->stands, w->n_blocks, sizeof *w->stands);
    match_give(mem, w->block, w->n_blocks, sizeof *w->block);
    for (int level = 0; level < WAITING_LEVELS; level++)
        match_give(mem, w->bits[level], words_of(w, level), sizeof(uint64_t));
}

void waiting_clear(struct waiting *w)
{
    for (int level = 0; level < WAITING_LEVELS; level++)
        memset(w->bits[level], 0, words_of(w, level) * sizeof(uint64_t));
    w->n = 0;
}

uint32_t waiting_at(const struct waiting *w, uint32_t place)
{
    return w->block[place / 64] ^ place % 64;
}

void waiting_add(struct waiting *w, uint32_t i)
{
    uint32_t bit = w->stands[i / 64] ^ i % 64;
    for (int level = 0; level < WAITING_LEVELS; level++, bit /= 64)
        w->bits[level][bit / 64] |= (uint64_t)1 << bit % 64;
    w->n++;
}

/* The first bit that is set from this one on, or MATCH_NONE. */
static uint32_t next_bit(const struct waiting *w, int level, uint32_t from)
{
    uint32_t words = words_of(w, level), word = from / 64;
    if (word >= words)
        return MATCH_NONE;
    uint64_t x = w->bits[level][word] & ~(uint64_t)0 << from % 64;
    if (!x) {
        if (level + 1 < WAITING_LEVELS)
            word = next_bit(w, level + 1, word + 1);
        else
            for (word++; word < words && !w->bits[level][word]; word++)
                continue;
        if (word >= words)
            return MATCH_NONE;
        x = w->bits[level][word];
    }
    return word * 64 + (uint32_t)__builtin_ctzll(x);
}

uint32_t waiting_take(struct waiting *w)
{
    uint32_t place = next_bit(w, 0, w->cursor);
    if (place == MATCH_NONE)
        place = next_bit(w, 0, 0);
    uint32_t bit = place;
    for (int level = 0; level < WAITING_LEVELS; level++, bit /= 64)
        if ((w->bits[level][bit / 64] &= ~((uint64_t)1 << bit % 64)))
            break;
    w->cursor = place + 1;
    w->n--;
    return waiting_at(w, place);
}
