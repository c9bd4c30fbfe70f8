/* /assets/DIGEST/name: files inside the program, cached for ever under their digest. */
#include <string.h>

#include "embed/embed.h"
#include "frame/call.h"

#define PREFIX "/assets/"

static const struct embed_file *find(const char *path, bool *ret_current)
{
    const char *digest = path + strlen(PREFIX);
    const char *slash = strchr(digest, '/');
    if (!slash)
        return NULL;
    size_t n = (size_t)(slash - digest);
    *ret_current = n == strlen(embed_assets.digest) && memcmp(digest, embed_assets.digest, n) == 0;
    return embed_find(&embed_assets, slash + 1);
}

bool asset_answer(struct call *c)
{
    const char *path = c->http->path;
    bool current = false;
    if (strcmp(path, "/favicon.ico") == 0)
        path = PREFIX "-/favicon.svg";
    else if (strncmp(path, PREFIX, strlen(PREFIX)) != 0)
        return false;
    const struct embed_file *f = find(path, &current);
    if (!f)
        return false;
    struct http_response *out = c->out;
    out->type = f->type;
    out->body = f->data;
    out->body_n = f->size;
    out->body_gz = f->gzip;
    out->body_gz_n = f->gzip_size;
    out->no_gzip = !f->gzip;
    out->etag = arena_printf(c->req.a, "\"%s\"", f->digest);
    http_add(out, "Cache-Control",
             current ? "public, max-age=31536000, immutable" : "public, no-cache");
    http_add(out, "X-Content-Type-Options", "nosniff");
    c->answered = true;
    return true;
}
