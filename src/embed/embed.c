#include "embed/embed.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

static int by_name(const void *name, const void *file)
{
    return strcmp(name, ((const struct embed_file *)file)->name);
}

const struct embed_file *embed_find(const struct embed_set *set, const char *name)
{
    return bsearch(name, set->files, set->n, sizeof *set->files, by_name);
}

void embed_load_texts(void)
{
    for (size_t i = 0; i < embed_texts.n; i++) {
        const struct embed_file *f = &embed_texts.files[i];
        if (i18n_load(i18n_parse(f->name), f->data, f->size) < 0)
            abort();
    }
}
