/*
 * One line an event, key=value, to standard error: for the edges of the program only.
 * No personal data at info: ids, never names, contacts or texts.
 */
#pragma once

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };

/* fmt is a printf of key=value pairs after the event's name:
 * log_event(LOG_INFO, "request", "id=%s status=%d ms=%.1f", …). */
void log_event(enum log_level level, const char *event, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
