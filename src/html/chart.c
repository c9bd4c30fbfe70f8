#include "html/chart.h"

#include <math.h>

int chart_at(double value, double from, double to, int width)
{
    double share = to > from ? (value - from) / (to - from) : 0;
    return (int)lround((share < 0 ? 0 : share > 1 ? 1 : share) * width);
}

struct chart_pair chart_pair(double before, double after, double from, double to, int width)
{
    /* The marks are six units wide to each side. */
    int b = 6 + chart_at(before, from, to, width - 12),
        a = 6 + chart_at(after, from, to, width - 12);
    return (struct chart_pair){width, b, a, a < b ? a : b, a < b ? b : a};
}
