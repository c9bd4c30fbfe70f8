#pragma once

int cmd_rank(int argc, char **argv);
