#pragma once

int cmd_verify(int argc, char **argv);
