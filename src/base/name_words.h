/* Small words inside the names of people: «фон», «де» before a surname, «оглы» behind a father's
 * name. */
#pragma once

#include <stdbool.h>

/* Begins a surname: «ван», «фон», «де». Ван, Ла and Эль are surnames too: with a capital letter
 * only those count that are nobody's name. */
bool name_is_particle(const char *word);

/* «оглы», «кызы», in any case: the second half of a patronymic. */
bool name_is_kin(const char *word);
