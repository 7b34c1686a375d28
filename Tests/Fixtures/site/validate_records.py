"""Checks the records of a site against assets/*.schema.json, and what a schema cannot say.

usage: python3 Tests/Fixtures/site/validate_records.py SITE      Needs (PyPI): jsonschema
Beyond the schemas: the ledger adds up, positions cut the text into the words, every file the marker
names is there with its size and SHA-256, and every link of every page leads to a file or fragment.
"""

import hashlib
import html.parser
import json
import pathlib
import sys

import jsonschema

LEDGER_TOLERANCE = 1e-6  # of the sum of the parts' magnitudes


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.ids = [], set()

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src"):
                self.links.append(value)
            if name == "id":
                self.ids.add(value)


def check_columns(path, table):
    lengths = {len(column) for column in table.values() if isinstance(column, list)}
    assert len(lengths) == 1, f"{path}: columns of lengths {lengths}"


def check_record(path, schema):
    record = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(record, schema)
    check_columns(path, record["tokens"])
    check_columns(path, record["words"])
    for start, end in zip(record["words"]["starts"], record["words"]["ends"]):
        text = record["text"][start:end]
        assert text and not text.isspace(), f"{path}: a word of white space"
    for part in record["explanations"]:
        pool = part.get("pool", [0] * len(part["scores"]))
        check_columns(path, part["neighbours"])
        check_columns(path, part["neighbours"]["excerpts"])
        assert len(part["scores"]) == len(record["tokens"]["ids"]), path
        for index, score in enumerate(part["scores"]):
            parts = [part["own"][index], pool[index]] + [s[index] for s in part["neighbours"]["shares"]]
            size = sum(abs(p) for p in parts)
            assert abs(sum(parts) - score) <= LEDGER_TOLERANCE * max(size, 1e-30), f"{path}: token {index}"


def check_links(site):
    pages = {}
    for path in site.rglob("*.html"):
        parser = Links()
        parser.feed(path.read_text(encoding="utf-8"))
        pages[path.resolve()] = parser
    for path, parser in pages.items():
        for link in parser.links:
            target, _, fragment = link.partition("#")
            file = (path.parent / target).resolve() if target else path
            assert file.is_file(), f"{path}: {link} leads nowhere"
            assert not fragment or fragment in pages[file].ids, f"{path}: no fragment {link}"


def main():
    site = pathlib.Path(sys.argv[1])
    assets = pathlib.Path(__file__).resolve().parents[3] / "assets"
    schemas = {n: json.loads((assets / f"{n}.schema.json").read_text(encoding="utf-8")) for n in ("record", "run")}
    run = json.loads((site / "records" / "run.json").read_text(encoding="utf-8"))
    jsonschema.validate(run, schemas["run"])
    records = sorted(p for p in (site / "records").glob("*.json") if p.name != "run.json")
    assert len(records) == len(run["documents"]) > 0, "records and run.json differ"
    for path in records:
        check_record(path, schemas["record"])
    marker = json.loads((site / ".lafa-report.json").read_text(encoding="utf-8"))
    for entry in marker["files"]:
        data = (site / entry["path"]).read_bytes()
        assert len(data) == entry["bytes"] and hashlib.sha256(data).hexdigest() == entry["sha256"], entry
    check_links(site)
    print(f"{len(records)} records, {len(marker['files'])} files: valid")


main()
