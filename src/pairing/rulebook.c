#include "pairing/rulebook.h"

#include <pthread.h>
#include <string.h>

struct known {
    struct known *next;
    char digest[PACK_DIGEST_HEX];
    struct rulebook book;
};

struct rulebooks {
    pthread_mutex_t lock;
    struct arena *a;
    struct known *list; /* a handful: one a version in use */
};

struct rulebooks *rulebooks_new(void)
{
    struct arena *a = arena_new();
    struct rulebooks *books = arena_new_of(a, struct rulebooks);
    books->a = a;
    pthread_mutex_init(&books->lock, NULL);
    return books;
}

void rulebooks_free(struct rulebooks *books)
{
    if (!books)
        return;
    pthread_mutex_destroy(&books->lock);
    arena_free(books->a);
}

static struct topics_file file(const struct pack *pack, const char *name)
{
    const struct pack_file *f = pack_file(pack, name);
    return f ? (struct topics_file){f->data, f->n} : (struct topics_file){"", 0};
}

int rulebook_load(struct arena *a, const struct pack *pack, struct err *err,
                  struct rulebook *ret_book)
{
    struct topics_source topics = {file(pack, "topics/topics.tsv"), file(pack, "topics/terms.tsv"),
                                   file(pack, "topics/relations.tsv"),
                                   file(pack, "topics/stopwords.tsv")};
    struct wording_source words = {file(pack, "topics/ages.tsv"), file(pack, "topics/time.tsv"),
                                   file(pack, "topics/forms.tsv")};
    struct rulebook book;
    int r = topics_load(a, &topics, err, &book.topics);
    if (r >= 0)
        r = wordings_load(a, &words, err, &book.wordings);
    if (r >= 0)
        r = criteria_load(a, file(pack, "criteria.tsv"), err, &book.criteria);
    if (r < 0)
        return r;
    struct criterion_form *forms = arena_array(a, struct criterion_form, pack->forms.n);
    for (size_t i = 0; i < pack->forms.n; i++)
        forms[i] = (struct criterion_form){pack->forms.row[i].code, pack->forms.row[i].name};
    book.form = forms;
    book.n_forms = pack->forms.n;
    *ret_book = book;
    return 0;
}

int rulebook_of(struct rulebooks *books, const struct pack *pack, struct err *err,
                const struct rulebook **ret_book)
{
    int r = 0;
    pthread_mutex_lock(&books->lock);
    struct known *k = books->list;
    while (k && strcmp(k->digest, pack->digest) != 0)
        k = k->next;
    if (!k) {
        k = arena_new_of(books->a, struct known);
        memcpy(k->digest, pack->digest, sizeof k->digest);
        r = rulebook_load(books->a, pack, err, &k->book);
        if (r >= 0) {
            k->next = books->list;
            books->list = k;
        }
    }
    if (r >= 0)
        *ret_book = &k->book;
    pthread_mutex_unlock(&books->lock);
    return r;
}
