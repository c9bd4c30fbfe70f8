/* The text form of an instance; cmd/instance_file.h describes it. */
#pragma once

#include "cmd/input.h"
#include "cmd/instance_file.h"

/* in stands before the first line. What was taken stays in f, also on failure. */
int instance_text_read(struct input *in, struct err *err, struct instance_file *f);
