/* What a pack asks of a mentor: questions, checks, training and its test. Included by pack.h. */
#pragma once

#include <stdbool.h>

#include "programme/pack_list.h"

#define PACK_ASKS 40        /* rows of the questionnaire, the interview and the test */
#define PACK_TEST_OPTIONS 8 /* of one question */
#define PACK_ATTENDANCE 80  /* percent, of a pack that says nothing; likewise the next two */
#define PACK_PASS 75
#define PACK_ATTEMPTS 3

/* What a candidate for mentors is asked: by the questionnaire, or at the interview. */
struct pack_ask {
    const char *form_code; /* or "any" */
    const char *code, *name, *hint;
    bool required; /* of the questionnaire */
    const char *source, *confidence;
};

enum pack_check_kind {
    PACK_CHECK_RECORD, /* a record check counts (identity/vetting.h); asked of adults only */
    PACK_CHECK_NUMBER, /* a number, at least `least` */
    PACK_CHECK_WORD    /* somebody looked and says so */
};

/* What a mentor of a form must have. */
struct pack_check {
    const char *form_code; /* or "any" */
    const char *code, *name, *hint;
    enum pack_check_kind kind;
    int least;
    const char *source, *confidence;
};

struct pack_topic {
    const char *code, *name, *about;
    int hours;
    const char *source, *confidence;
};

struct pack_test_question {
    const char *code, *text, *why; /* why: shown with the result */
    bool many;                     /* several answers may be right */
    struct pack_list options;
    unsigned right; /* bits */
    const char *source, *confidence;
};

/* Defaults that a programme may change. */
struct pack_training {
    int attendance, pass; /* percent */
    int attempts;         /* 0: as many as one likes */
};
