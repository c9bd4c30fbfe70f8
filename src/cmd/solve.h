#pragma once

int cmd_solve(int argc, char **argv);
