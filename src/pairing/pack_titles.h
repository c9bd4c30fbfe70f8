/* What tables and columns of a pack are called for people (docs/packs.md tells what they mean). */
#pragma once

/* «Формы наставничества» of "forms.tsv", «Название» of "name_ru", in the thread's language; NULL: a
 * table or column that this program does not know. */
const char *pack_table_title(const char *file);
const char *pack_column_title(const char *column);
