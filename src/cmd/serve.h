#pragma once

/* nastavnik serve: options and wiring of the server. */
int cmd_serve(int argc, char **argv);
