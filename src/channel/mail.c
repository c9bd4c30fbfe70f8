#include "channel/mail.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "base/strbuf.h"
#include "channel/curl.h"

#define CONNECT_S 10L
#define TOTAL_S 30L
#define LINE 57 /* bytes of one line of base64: 76 characters */
#define WORD 39 /* bytes of one encoded word: with "Subject: " a line stays below 76 (RFC 2047) */

LIBRARY_DEFINE(libcurl, CURL_NAMES, "libcurl.so.4");

struct source {
    const char *s;
    size_t left;
};

static size_t give(char *to, size_t size, size_t n, void *ctx)
{
    struct source *src = ctx;
    size_t take = size * n < src->left ? size * n : src->left;
    memcpy(to, src->s, take);
    src->s += take;
    src->left -= take;
    return take;
}

static void add_base64(struct strbuf *b, const char *s, size_t n)
{
    char out[LINE * 2];
    sodium_bin2base64(out, sizeof out, (const unsigned char *)s, n, sodium_base64_VARIANT_ORIGINAL);
    strbuf_puts(b, out);
}

/* Words of at most 75 characters, cut between letters. */
static void add_subject(struct strbuf *b, const char *s)
{
    strbuf_puts(b, "Subject:");
    do {
        size_t n = strlen(s) > WORD ? WORD : strlen(s);
        while (n && s[n] && ((unsigned char)s[n] & 0xc0) == 0x80)
            n--;
        strbuf_puts(b, " =?utf-8?B?");
        add_base64(b, s, n);
        strbuf_puts(b, "?=\r\n");
        s += n;
    } while (*s);
}

/* An address goes into a header and into the SMTP dialogue: no line may be smuggled in. */
static int address_ok(const char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s <= ' ' || *s == 0x7f || *s == '<' || *s == '>')
            return 0;
    return 1;
}

static void write_letter(struct strbuf *b, const struct mail *m)
{
    char date[64];
    struct tm tm;
    time_t t = (time_t)(m->time_ms / 1000);
    gmtime_r(&t, &tm);
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", &tm);
    const char *host = strchr(m->from, '@');
    strbuf_printf(b, "Date: %s\r\nFrom: <%s>\r\nTo: <%s>\r\nMessage-ID: <%lld%s>\r\n", date,
                  m->from, m->to, (long long)m->id, host ? host : "@localhost");
    add_subject(b, m->subject);
    strbuf_puts(b, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                   "Content-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n");
    size_t left = strlen(m->body);
    for (const char *s = m->body; left;) {
        size_t n = left < LINE ? left : LINE;
        add_base64(b, s, n);
        strbuf_puts(b, "\r\n");
        s += n;
        left -= n;
    }
}

int mail_send(const char *url, const struct mail *m, struct err *err)
{
    if (!address_ok(m->to) || !address_ok(m->from))
        return err_set(err, ERR_INVALID, _("Адрес письма повреждён"));
    int rc = library_need(&libcurl_library, err);
    if (rc < 0)
        return rc;
    CURL *curl = curl_easy_init();
    if (!curl)
        return err_set(err, ERR_IO, _("Не запускается libcurl"));
    struct arena *a = arena_new();
    struct strbuf b;
    strbuf_init(&b, a);
    write_letter(&b, m);
    struct source src = {b.s, b.len};
    struct curl_slist *to = curl_slist_append(NULL, m->to);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_TRY);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_S);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, TOTAL_S);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, m->from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, &src);
    CURLcode code = curl_easy_perform(curl);
    long answer = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
    curl_slist_free_all(to);
    curl_easy_cleanup(curl);
    arena_free(a);
    if (code == CURLE_OK)
        return 0;
    rc = answer >= 500 && answer < 600 ? ERR_INVALID : ERR_IO;
    return err_set(err, rc, "%s (%ld)", curl_easy_strerror(code), answer);
}
