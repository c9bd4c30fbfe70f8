/* Places of a chart's marks: numbers for the attributes of SVG that a view writes. */
#pragma once

/* A value on an axis of so many units; what lies beyond an end stands at the end. */
int chart_at(double value, double from, double to, int width);

/* Before and after of one thing on an axis. */
struct chart_pair {
    int width, before, after;
    int left, right; /* of the two */
};
struct chart_pair chart_pair(double before, double after, double from, double to, int width);
