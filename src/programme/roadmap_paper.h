/* The roadmap on paper: a DOCX with the columns of the pack, its rows grouped by stage. */
#pragma once

#include "programme/roadmap.h"

#define DOCX_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

/* Write it to path; organisation: as it stands on the sheet. ERR_NOT_FOUND: the pack has no columns
 * for it. */
int roadmap_paper(struct arena *a, const struct programme *p, const struct pack *pack,
                  const char *organisation, const struct roadmap_stage *stages, size_t n,
                  const char *path, struct err *err);

/* «куратор, психолог». */
const char *roadmap_who(struct arena *a, const struct pack_step *step);
