#include "cmd/modules.h"

#include "frame/frame.h"

const struct module *const modules[] = {
    &frame_module,
};
const size_t n_modules = sizeof modules / sizeof *modules;
