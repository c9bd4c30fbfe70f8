"""A plot with logarithmic axes as SVG, without a library."""
import math
from html import escape

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 440, 70, 50, 170, 50
COLOURS = ["#1f5fa8", "#2f8f4e", "#b3541e", "#777777"]


class Axis:
    """Whole decades around the values, onto pixels."""

    def __init__(self, values, start, end):
        self.low = math.floor(math.log10(min(values)))
        self.high = max(math.ceil(math.log10(max(values))), self.low + 1)
        self.start, self.end = start, end

    def at(self, value):
        part = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)

    def decades(self):
        return [10.0 ** k for k in range(self.low, self.high + 1)]


def label(value):
    for unit, sign in ((1e6, "M"), (1e3, "k"), (1, "")):
        if value >= unit:
            return f"{value / unit:g}{sign}"
    return f"{value:g}"


def text(x, y, words, anchor="middle", size=12):
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}">{escape(words)}</text>'


def grid(x, y):
    for value in x.decades():
        at = x.at(value)
        yield f'<path d="M{at:.1f} {y.start}V{y.end}" stroke="#ddd"/>'
        yield text(at, y.start + 18, label(value))
    for value in y.decades():
        at = y.at(value)
        yield f'<path d="M{x.start} {at:.1f}H{x.end}" stroke="#ddd"/>'
        yield text(x.start - 8, at + 4, label(value), "end")


def line(x, y, name, points, colour, row):
    points = sorted(points)
    way = " ".join(f"{x.at(a):.1f},{y.at(b):.1f}" for a, b in points)
    yield f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for a, b in points:
        yield f'<circle cx="{x.at(a):.1f}" cy="{y.at(b):.1f}" r="3.5" fill="{colour}"/>'
    at = TOP + 14 + 22 * row
    yield f'<path d="M{WIDTH - RIGHT + 12} {at - 4}h22" stroke="{colour}" stroke-width="3"/>'
    yield text(WIDTH - RIGHT + 40, at, name, "start")


def log_log(path, title, x_name, y_name, lines):
    """lines: name → points (x, y), both above 0; empty ones are left out."""
    lines = {name: points for name, points in lines.items() if points}
    every = [p for points in lines.values() for p in points]
    x = Axis([p[0] for p in every], LEFT, WIDTH - RIGHT)
    y = Axis([p[1] for p in every], HEIGHT - BOTTOM, TOP)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
           'font-family="sans-serif" fill="#222">', f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
           text(LEFT, 28, title, "start", 15), text((x.start + x.end) / 2, HEIGHT - 10, x_name),
           text(LEFT - 8, TOP - 10, y_name, "end"), *grid(x, y)]
    for row, (name, points) in enumerate(lines.items()):
        out += line(x, y, name, points, COLOURS[row % len(COLOURS)], row)
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(out) + "\n</svg>\n")
