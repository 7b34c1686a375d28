"""Checks a folder that `lafa-report attach` wrote with the tools that read such folders.

    pip install frictionless bagit roc-validator openpyxl jsonschema
    python check_audit.py AUDIT FOLDER [required|recommended]

No network is needed: the two JSON-LD contexts of the crate are replaced by the terms that it uses,
as https://w3id.org/ro/crate/1.1/context and https://w3id.org/ro/terms/workflow-run/context map them.
"""

import csv
import json
import re
import sys
from pathlib import Path

import bagit
import frictionless
import jsonschema
import openpyxl
import requests
from openpyxl.utils.escape import unescape

csv.field_size_limit(1 << 24)
SCHEMA = "http://schema.org/"
TERMS = {
    **{term: SCHEMA + term for term in [
        "CreativeWork", "Dataset", "CreateAction", "SoftwareApplication", "Organization", "about",
        "actionStatus", "agent", "author", "contentSize", "datePublished", "description",
        "encodingFormat", "endTime", "hasPart", "identifier", "instrument", "license", "mentions",
        "name", "object", "publisher", "result", "softwareVersion", "startTime", "url", "version",
    ]},
    "File": SCHEMA + "MediaObject",
    "conformsTo": "http://purl.org/dc/terms/conformsTo",
}
CONTEXTS = {
    "https://w3id.org/ro/crate/1.1/context": {"@context": TERMS},
    "https://w3id.org/ro/terms/workflow-run/context": {
        "@context": {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}},
}
# The tool has no home page that it could name.
NO_HOME_PAGE = {
    "The Application SHOULD have a url", "The SoftwareApplication id SHOULD be an absolute URI"}
ROOT = Path(__file__).parents[3]


def serve_contexts() -> None:
    from rocrate_validator.utils.http import HttpRequester

    def get(self, url, **_):
        response = requests.Response()
        response.status_code = 200 if url in CONTEXTS else 404
        response.headers["Content-Type"] = "application/ld+json"
        response._content = json.dumps(CONTEXTS.get(url, {})).encode()
        return response

    HttpRequester.get = get


def sheet(path: Path) -> list[list]:
    """The cells of a workbook; those of control characters are written as _x0000_."""
    return [["" if cell is None else unescape(cell) if isinstance(cell, str) else cell
             for cell in row]
            for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]


def check_tables(folder: Path) -> int:
    with open(folder / "audit/results.csv", newline="", encoding="utf-8") as file:
        table = list(csv.reader(file))
    lines = [json.loads(line) for line in (folder / "audit/results.jsonl").open(encoding="utf-8")]
    head = table[0]
    # A sheet takes 16,384 columns; a wider audit has no workbook.
    assert (folder / "audit/results.xlsx").exists() == (len(head) <= 16_384)
    rows = sheet(folder / "audit/results.xlsx") if len(head) <= 16_384 else table
    assert len(table) == len(rows) == len(lines) + 1, (len(table), len(rows), len(lines))
    assert rows[0] == head and all(list(line) == head for line in lines)
    assert len(set(head)) == len(head), "a column is named twice"
    for cells, row, line in zip(table[1:], rows[1:], lines):
        for name, cell, other, value in zip(head, cells, row, line.values()):
            if re.match("'+[-=+@\t\r＝＋－＠]", cell):
                cell = cell[1:]
            if isinstance(other, str) and len(other) > 32_000 and other.endswith("…"):
                assert cell.startswith(other.removesuffix("…")), name
                other = cell
            if isinstance(other, bool):
                other = "true" if other else "false"
            if name == "lafa_top_words":
                value = "; ".join(f"{word['word']} {word['share']:.4f}" for word in value)
            elif isinstance(value, bool):
                value = "true" if value else "false"
            if isinstance(other, (int, float)):
                assert float(cell) == other == float(value), (name, cell, other, value)
            else:
                assert cell == other == str(value), (name, cell, other, value)
    schema = json.loads((ROOT / "assets/audit.schema.json").read_text())
    validator = jsonschema.Draft202012Validator(schema)
    for line in lines:
        validator.validate(line)
    return len(lines)


def check_crate(folder: Path, severity: str) -> None:
    from rocrate_validator import models, services

    serve_contexts()
    settings = services.ValidationSettings(
        rocrate_uri=str(folder), profile_identifier="process-run-crate-0.5",
        requirement_severity=getattr(models.Severity, severity.upper()), abort_on_first=False)
    result = services.validate(settings)
    issues = [issue.message for issue in result.get_issues() if issue.message not in NO_HOME_PAGE]
    assert not issues, "\n".join(issues)


def check_annotations(folder: Path) -> int:
    count = 0
    for path in sorted((folder / "annotations").glob("*.jsonld")):
        page = json.loads(path.read_text())
        record = json.loads((folder / f"reports/records/{path.stem}.json").read_text())
        assert page["id"] == f"urn:sha256:{record['sha256']}#words"
        for item in page["items"]:
            place, quote = item["target"]["selector"]
            assert record["text"][place["start"]:place["end"]] == quote["exact"]
            assert 0 <= float(item["body"]["value"]) <= 1
        count += 1
    return count


def main() -> None:
    audit, folder = Path(sys.argv[1]), Path(sys.argv[2])
    severity = sys.argv[3] if len(sys.argv) > 3 else "required"
    bag = ""
    if (folder / "bagit.txt").exists():
        bagit.Bag(str(folder)).validate(processes=1)
        folder, bag = folder / "data", "bag valid, "
    assert (folder / f"audit/input{audit.suffix}").read_bytes() == audit.read_bytes()
    rows = check_tables(folder)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])[:10]
    check_crate(folder, severity)
    print(f"{folder}: {bag}{rows} rows alike in three forms, data package and crate ({severity}) "
          f"valid, {check_annotations(folder)} pages of annotations")


main()
