#include "base/library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#include "base/i18n.h"

static int load(struct library *l, struct err *err)
{
    void *handle = dlopen(l->file, RTLD_NOW | RTLD_LOCAL);
    char *at = l->calls;
    for (const char *name = l->names; handle && *name; name += strlen(name) + 1) {
        void *found = dlsym(handle, name);
        if (!found)
            handle = NULL; /* the rest of it stays: nothing of ours unloads */
        memcpy(at, &found, sizeof found);
        at += sizeof found;
    }
    l->ready = handle != NULL;
    return handle ? 0
                  : err_set(err, ERR_IO, _("Библиотека %s не загружается: %s. Установите её пакет"),
                            l->file, dlerror());
}

int library_need(struct library *l, struct err *err)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    int r = l->ready ? 0 : load(l, err);
    pthread_mutex_unlock(&lock);
    return r;
}
