/* Who represents a minor ends the pair of the child, signed in or by the application's own link. */
#pragma once

struct module;

/* /my/wards/{ward}/end, /application/pair */
extern const struct module pair_ward_module;
