"""Whatever a value holds, the page keeps the tree it has for "x", and the value comes back whole."""
import subprocess
import sys
import urllib.parse
from html.parser import HTMLParser

URLS = {"href", "src", "action", "formaction"}
HOSTILE = [
    "<script>alert(1)</script>", "</script><script>", "</title><b>", "</textarea><b>", "</pre>", "<!--", "-->",
    "<![CDATA[", "]]>", "\"", "'", "\" onclick=\"x", "' onclick='x", "\"><b>", "'><b>", "&", "&lt;", "&#34;",
    "&amp;quot;", "&quot", "javascript:alert(1)", " javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\\nscript:x",
    "java\tscript:x", "\x01javascript:x", "javascript&colon;x", "data:text/html,<b>", "vbscript:x", "//evil.example/x",
    "\\\\evil.example", "/\\evil", "http://a/?b=1&c=\"d\"", "mailto:a@b", "a b", "a\\nb", "\\n<b>", "%22%3E", "%", "?a#b&c=d",
    "\u00ab\u0401\u0436\u00bb", "\u202e", "`", "{{s}}", "%s%n", "$(x)", "x" * 3000, "=", "/>", ">", "<", "\x7f", "\x1f",
]


class Tree(HTMLParser):
    """Shape (tags, attribute names, where text stands) apart from the values."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.shape, self.values, self.text, self.raw = [], [], "", None

    def close_text(self):
        if self.text.strip(" \t\n\r"):
            self.shape.append("text")
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.close_text()
        self.shape.append((tag, tuple(name for name, _ in attrs)))
        self.values += [(tag, name, value) for name, value in attrs]
        if tag in ("textarea", "title"):
            self.raw = tag

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if tag == "textarea" and self.raw:
            # Browsers drop the first line end of a text area.
            self.values.append(("textarea", "text", self.text[1:] if self.text.startswith("\n") else self.text))
        self.close_text()
        self.raw = None
        self.shape.append("/" + tag)

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.shape.append("comment")

    handle_decl = handle_pi = unknown_decl = handle_comment


def parse(page):
    tree = Tree()
    tree.feed(page)
    tree.close()
    tree.close_text()
    return tree


def main():
    lines = ["x"] + HOSTILE
    out = subprocess.run([sys.argv[1]], input="\n".join(lines).encode() + b"\n", stdout=subprocess.PIPE, check=True).stdout
    pages = out.decode().split("\0")[:-1]
    assert len(pages) == len(lines), len(pages)
    plain = parse(pages[0])
    assert ("li", ("data-inner",)) in plain.shape and ("rect", ("x", "y", "width", "height", "class")) in plain.shape
    bad = 0
    for line, page in zip(lines[1:], pages[1:]):
        value = line.replace("\\n", "\n")
        tree = parse(page)
        if tree.shape != plain.shape:
            bad += 1
            print("tree changed by", repr(value))
        for (tag, name, got), (_, _, was) in zip(tree.values, plain.values):
            if name in URLS:
                clean = "".join(c for c in got if ord(c) > 32).lower()
                scheme = clean.split(":")[0] if ":" in clean.split("/")[0].split("?")[0].split("#")[0] else ""
                if scheme not in ("", "http", "https", "mailto", "tel") or clean != got.lower():
                    bad += 1
                    print("address of", tag, repr(got))
                if was == "/a/x/b?c=x&d=2#x" and urllib.parse.unquote(got) != f"/a/{value}/b?c={value}&d=2#{value}":
                    bad += 1
                    print("parts of", repr(got))
            elif was == "x" and got != value:
                bad += 1
                print("value of", tag, name, repr(got), "is not", repr(value))
    print(len(HOSTILE), "hostile values,", bad, "bad")
    return bad > 0


sys.exit(main())
