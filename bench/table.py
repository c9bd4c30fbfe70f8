"""Rows of figures with their bounds."""


class Table:
    def __init__(self):
        self.rows = []
        self.good = True

    def _add(self, name, figure, bound, kept):
        self.rows.append((name, figure, bound, kept))
        self.good = self.good and kept is not False
        print(f"  {name}: {figure} {bound}".rstrip(), flush=True)

    def say(self, name, figure):
        self._add(name, figure, "", None)

    def holds(self, name, kept):
        self._add(name, "yes" if kept else "no", "yes", kept)

    def bound(self, name, value, unit, most=None, least=None, target=None):
        """target: what we wish for beyond the bound."""
        kept = (most is None or value <= most) and (least is None or value >= least)
        figure = f"{value:.3g} {unit}" if value < 100 else f"{value:.0f} {unit}"
        limit = f"≤ {most} {unit}" if most is not None else f"≥ {least} {unit}"
        if target is not None:
            met = value <= target if most is not None else value >= target
            limit = f"{limit.strip()} (target {target}: {'met' if met else 'not yet'})"
        self._add(name, figure.strip(), limit.strip(), kept)

    def print(self):
        wide = [max(len(r[i]) for r in self.rows) for i in range(3)]
        print()
        for name, figure, bound, kept in self.rows:
            mark = "" if kept is None else "kept" if kept else "NOT KEPT"
            print(f"{name:<{wide[0]}}  {figure:>{wide[1]}}  {bound:<{wide[2]}}  {mark}".rstrip())
        return 0 if self.good else 1
