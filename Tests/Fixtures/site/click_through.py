"""Clicks through a published site in headless Chromium, from disk and below a path of a server.

    pip install playwright
    python click_through.py SITE
"""

import functools
import http.server
import shutil
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def walk(page, front: str, word: str) -> int:
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(request.url))
    page.on("response", lambda answer: answer.status >= 400 and faults.append(answer.url))
    visited = set()

    def arrive() -> None:
        page.wait_for_load_state()
        assert page.locator("h1").count() == 1, page.url
        visited.add(page.url)

    page.goto(front)
    arrive()
    # The front page to a run, to a document, to its neighbour, along the pager, and back up.
    page.locator("main a[href*='runs/'][href$='index.html']").first.click()
    arrive()
    page.locator("table a[href*='documents/']").first.click()
    arrive()
    page.locator("table.nbs a").first.click()
    arrive()
    page.locator("nav.pager a").first.click()
    arrive()
    # A word's lasting address opens the table that it is in.
    row = page.locator("table.words tbody tr").nth(2)
    address = f"{page.url.split('#')[0]}#{row.get_attribute('id')}"
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_timeout(200)
    target = page.locator("tr:target")
    assert target.count() == 1 and target.is_visible(), f"{address} shows no row"
    page.locator("nav .crumbs a").first.click()
    arrive()
    # The search finds a word of a document without a server.
    page.goto(front.replace("index.html", "search.html"))
    arrive()
    page.locator("#q").fill(word)
    page.wait_for_selector("#results li a")
    page.locator("#results li a").first.click()
    arrive()
    assert "/documents/" in page.url, page.url
    assert not faults, faults
    return len(visited)


def main() -> None:
    site = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shutil.copytree(site, Path(folder) / "below/a path")
        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for front in [f"{site.as_uri()}/index.html",
                      f"http://127.0.0.1:{server.server_port}/below/a%20path/index.html"]:
            count = walk(browser.new_page(), front, "great")
            print(f"{front.split(':')[0]}: {count} pages clicked through, no fault")
        browser.close()


main()
