"""A view called where it is not made for does not compile, and the message names the place.

usage: calls.py VIEWGEN SOURCE_FOLDER CC…
"""
import pathlib
import re
import subprocess
import sys
import tempfile

ROW = "{{view row(struct html *h) in tbody}}<tr></tr>{{end}}\n"
BOX = "{{view box(struct html *h)}}<div></div>{{end}}\n"
MARK = "{{view mark(struct html *h) in p}}<b>a</b>{{end}}\n"
CASES = [
    (ROW + "{{view v(struct html *h)}}<table><tbody>{{call row(h)}}</tbody></table>{{end}}\n", None),
    (ROW + "{{view v(struct html *h) in tbody}}{{if (h)}}{{call row(h)}}{{end}}{{end}}\n", None),
    (MARK + "{{view v(struct html *h)}}<p><i>{{call mark(h)}}</i></p><div>{{call mark(h)}}</div>{{end}}\n", None),
    (ROW + "{{view v(struct html *h)}}<div>{{call row(h)}}</div>{{end}}\n", "v.html:2:.*row_in_flow"),
    (ROW + "{{view v(struct html *h)}}\n<table>{{call row(h)}}</table>{{end}}\n", "v.html:3:.*row_in_table"),
    (BOX + "{{view v(struct html *h)}}<ul>{{call box(h)}}</ul>{{end}}\n", "v.html:2:.*box_in_ul"),
    (BOX + "{{view v(struct html *h)}}<p><span>{{call box(h)}}</span></p>{{end}}\n", "v.html:2:.*box_in_p"),
    (BOX + "{{view v(struct html *h) in p}}{{call box(h)}}{{end}}\n", "v.html:2:.*box_in_p"),
]


def main():
    viewgen, source, *cc = sys.argv[1:]
    viewgen = pathlib.Path(viewgen).resolve()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for text, want in CASES:
            (folder / "v.html").write_text(text)
            subprocess.run([viewgen, "v.html", "v.html.h", "v.html.c"], cwd=folder, check=True)
            made = subprocess.run([*cc, "-std=gnu17", "-fsyntax-only", "-I", source, "v.html.c"], cwd=folder,
                                  capture_output=True, text=True)
            ok = made.returncode == 0 if want is None else made.returncode != 0 and re.search(want, made.stderr)
            if not ok:
                wrong += 1
                print(f"{text}want: {want}\ngot: {made.stderr}")
    return wrong


sys.exit(main() != 0)
