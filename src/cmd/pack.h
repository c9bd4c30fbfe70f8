#pragma once

/* nastavnik pack: check a methodology pack, or publish it in an installation. */
int cmd_pack(int argc, char **argv);
