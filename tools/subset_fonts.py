#!/usr/bin/python3
"""Makes assets/fonts/*.woff2 from the npm package @fontsource/golos-text.

Run by hand when the font changes; the build uses the committed result:
    npm pack @fontsource/golos-text && tar xf fontsource-golos-text-*.tgz
    tools/subset_fonts.py package assets/fonts
Needs python3-fonttools and python3-brotli of Debian.
"""
import io
import shutil
import sys
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTFont

LATIN = (
    list(range(0x20, 0x7F))
    + [0xA0, 0xA7, 0xAB, 0xAD, 0xB0, 0xB1, 0xB2, 0xB3, 0xB7, 0xBB, 0xD7, 0x2009, 0x2011, 0x2013, 0x2014]
    + [0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026, 0x2032, 0x2033, 0x2212]
)
RUBLE = [0x20BD]
FEATURES = ["kern", "ccmp", "locl", "mark", "mkmk", "tnum", "pnum"]


def cut(path, unicodes):
    """One part, unhinted, as bytes of a plain TTF: the merger reads files, not objects."""
    font = TTFont(path)
    options = subset.Options()
    options.hinting = False
    options.layout_features = FEATURES
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=unicodes if unicodes else font.getBestCmap().keys())
    subsetter.subset(font)
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    out.seek(0)
    return out


def write(font, path):
    font.flavor = "woff2"
    font.save(path)
    print(f"{path.name}: {path.stat().st_size} bytes, {len(font.getBestCmap())} characters")


def main(package, target):
    files = package / "files"
    for weight in (400, 600):
        part = lambda name: files / f"golos-text-{name}-{weight}-normal.woff2"
        merged = merge.Merger().merge(
            [cut(part("latin"), LATIN), cut(part("cyrillic"), None), cut(part("latin-ext"), RUBLE)])
        # The merger renumbers glyphs; a last pass drops what only the parts needed.
        raw = io.BytesIO()
        merged.save(raw)
        raw.seek(0)
        whole = cut(raw, None)
        write(TTFont(whole), target / f"golos-{weight}.woff2")
        write(TTFont(cut(part("cyrillic-ext"), None)), target / f"golos-ext-{weight}.woff2")
    shutil.copy(package / "LICENSE", target / "OFL.txt")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: subset_fonts.py PACKAGE_FOLDER TARGET_FOLDER")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
