#pragma once

/* nastavnik rank: the best mentors of each mentee, by a file of profiles. */
int cmd_rank(int argc, char **argv);
