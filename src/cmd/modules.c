#include "cmd/modules.h"

#include "frame/frame.h"
#include "frame/site.h"

const struct module *const modules[] = {
    &frame_module,
    &site_module,
};
const size_t n_modules = sizeof modules / sizeof *modules;
