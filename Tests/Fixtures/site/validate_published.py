"""Checks feed and site map of a published site by other libraries: every address is a file of it.

Needs the PyPI package feedparser. Usage: validate_published.py SITE BASE-URL
"""

import pathlib
import sys
import urllib.parse
import xml.etree.ElementTree as xml

import feedparser

site, base = pathlib.Path(sys.argv[1]), sys.argv[2].rstrip("/") + "/"
names = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def there(address):
    assert address.startswith(base), address
    path = site / urllib.parse.unquote(address[len(base) :])
    assert path.is_file(), f"{address} is not there"


addresses = [place.text for place in xml.parse(site / "sitemap.xml").iterfind(".//m:loc", names)]
for address in addresses:
    there(address)
entries = []
if (site / "feed.xml").exists():
    feed = feedparser.parse((site / "feed.xml").read_bytes())
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "atom10" and feed.feed.id == base
    entries = feed.entries
    for entry in entries:
        there(entry.link)
        assert entry.id and entry.title and entry.updated_parsed
print(f"{site}: {len(addresses)} addresses, {len(entries)} entries")
