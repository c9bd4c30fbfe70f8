/*
 * One line an event, key=value, to standard error: for the edges of the program only.
 * No personal data at info and below: ids, never names, contacts or texts.
 */
#pragma once

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_set_level(enum log_level level);

/* fmt is a printf of key=value pairs after the event's name:
 * log_event(LOG_INFO, "request", "id=%s status=%d ms=%.1f", …). */
void log_event(enum log_level level, const char *event, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
