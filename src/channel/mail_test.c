/* A letter against a small SMTP server of our own on the loopback. */
#include <arpa/inet.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "channel/mail.h"

struct post_office {
    int fd;
    unsigned port;
    const char *answer; /* to RCPT TO */
    char heard[65536];
    size_t n;
    pthread_t thread;
};

static void say(int fd, const char *s)
{
    (void)!write(fd, s, strlen(s));
}

/* One dialogue: enough of RFC 5321 for one letter. */
static void *serve(void *arg)
{
    struct post_office *p = arg;
    int fd = accept(p->fd, NULL, NULL);
    size_t line = 0;
    int in_data = 0;
    say(fd, "220 test\r\n");
    for (ssize_t got; (got = read(fd, p->heard + p->n, sizeof p->heard - 1 - p->n)) > 0;) {
        p->n += (size_t)got;
        for (char *end; (end = memmem(p->heard + line, p->n - line, "\r\n", 2));) {
            const char *s = p->heard + line;
            line = (size_t)(end - p->heard) + 2;
            if (in_data) {
                if (s[0] == '.' && s[1] == '\r') {
                    in_data = 0;
                    say(fd, "250 ok\r\n");
                }
            } else if (strncmp(s, "RCPT", 4) == 0) {
                say(fd, p->answer);
            } else if (strncmp(s, "DATA", 4) == 0) {
                in_data = 1;
                say(fd, "354 go\r\n");
            } else {
                say(fd, strncmp(s, "QUIT", 4) == 0 ? "221 bye\r\n" : "250 ok\r\n");
            }
        }
    }
    close(fd);
    return NULL;
}

static void open_office(struct post_office *p, const char *answer)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t n = sizeof at;
    *p = (struct post_office){.answer = answer};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    p->fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(p->fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(p->fd, 1), 0);
    assert_int_equal(getsockname(p->fd, (struct sockaddr *)&at, &n), 0);
    p->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&p->thread, NULL, serve, p), 0);
}

static void close_office(struct post_office *p)
{
    pthread_join(p->thread, NULL);
    close(p->fd);
}

static const struct mail letter = {
    .from = "robot@example.ru",
    .to = "anna@example.ru",
    .subject = "Анкета на 5 минут ждёт до 12 ноября: это длинная строка темы письма",
    .body = "Здравствуйте.\n.\nОткрыть: https://example.ru/s/1\n",
    .id = 77,
    .time_ms = 1793880000000,
};

static void a_letter_arrives_whole(void **state)
{
    (void)state;
    struct post_office p;
    struct err err = {0};
    struct arena *a = arena_new();
    open_office(&p, "250 ok\r\n");
    assert_int_equal(mail_send(arena_printf(a, "smtp://127.0.0.1:%u", p.port), &letter, &err), 0);
    close_office(&p);
    assert_non_null(strstr(p.heard, "MAIL FROM:<robot@example.ru>"));
    assert_non_null(strstr(p.heard, "RCPT TO:<anna@example.ru>"));
    assert_non_null(strstr(p.heard, "Message-ID: <77@example.ru>\r\n"));
    assert_non_null(strstr(p.heard, "Date: Thu, 05 Nov 2026 12:00:00 +0000\r\n"));
    /* «Анкета на 5 минут» in an encoded word; no line of the head above 76 characters. */
    assert_non_null(strstr(p.heard, "Subject: =?utf-8?B?0JDQvdC60LXRgtCwINC90LAgNSDQvNC40L3Rg9GC"));
    for (const char *s = strstr(p.heard, "Date:"), *end; (end = strstr(s, "\r\n")); s = end + 2)
        assert_true(end - s <= 78);
    arena_free(a);
}

static void refused_for_good_is_not_tried_again(void **state)
{
    (void)state;
    struct post_office p;
    struct err err = {0};
    struct arena *a = arena_new();
    open_office(&p, "550 no such user\r\n");
    int rc = mail_send(arena_printf(a, "smtp://127.0.0.1:%u", p.port), &letter, &err);
    close_office(&p);
    assert_int_equal(rc, ERR_INVALID);
    open_office(&p, "451 later\r\n");
    rc = mail_send(arena_printf(a, "smtp://127.0.0.1:%u", p.port), &letter, &err);
    close_office(&p);
    assert_int_equal(rc, ERR_IO);
    arena_free(a);
}

static void nobody_there_is_for_later_and_no_line_is_smuggled_in(void **state)
{
    (void)state;
    struct err err = {0};
    assert_int_equal(mail_send("smtp://127.0.0.1:1", &letter, &err), ERR_IO);
    assert_true(*err.text);
    struct mail bad = letter;
    bad.to = "a@b.ru>\r\nRCPT TO:<c@d.ru";
    assert_int_equal(mail_send("smtp://127.0.0.1:1", &bad, &err), ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_letter_arrives_whole),
        cmocka_unit_test(refused_for_good_is_not_tried_again),
        cmocka_unit_test(nobody_there_is_for_later_and_no_line_is_smuggled_in),
    };
    return cmocka_run_group_tests_name("mail", tests, NULL, NULL);
}
