/* Statements of application_testing.c and of the tests that stand on it. */
#pragma once

#define APPLICATIONS "SELECT count(*) FROM application"
#define APPLICATION_LAST_SQL "SELECT max(id) FROM application"
#define ENROLMENT_CODE_SQL "SELECT code FROM enrolment"
#define CONSENT_TEXT_SQL                                                                           \
    "SELECT id FROM consent_text WHERE kind = '%s' ORDER BY version DESC LIMIT 1"
