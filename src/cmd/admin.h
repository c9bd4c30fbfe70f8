#pragma once

/* nastavnik admin: the first administrator, and a way back in, from the console of the machine. */
int cmd_admin(int argc, char **argv);
