/* What opens by a link with a secret: how an application stands, signing, withdrawal. */
#pragma once

struct module;

/* /application */
extern const struct module application_sign_module;
