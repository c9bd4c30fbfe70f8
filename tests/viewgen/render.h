#pragma once

struct render {
    const char *s;
    int n;
};
