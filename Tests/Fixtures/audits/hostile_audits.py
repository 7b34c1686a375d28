"""Writes audits that try to crash the reader, leave the folder or run in a spreadsheet.

    python hostile_audits.py FOLDER ID

ID is the id of a document that has a report. Files named good-… can be attached; bad-… are refused, and
wrong-… are nothing that the command line as written can attach.
"""

import io
import json
import pathlib
import sys
import zipfile

import openpyxl

folder, known = pathlib.Path(sys.argv[1]), sys.argv[2]
folder.mkdir(parents=True, exist_ok=True)


def write(name: str, data: str | bytes) -> None:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)


def workbook(rows: list, sheet: str | None = None, **parts: bytes) -> bytes:
    """A workbook by openpyxl, some of its parts replaced."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    plain = io.BytesIO()
    book.save(plain)
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            data = source.read(item)
            if sheet is not None and item.filename == "xl/worksheets/sheet1.xml":
                data = sheet.encode()
            target.writestr(item.filename, data)
        for name, data in parts.items():
            target.writestr(name, data)
    return out.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
write("good-slashes.csv", f"id,label\n{known},POSITIVE\n../../etc/passwd,x\na/b\\c,x\n")
write("good-long-cell.csv", f"id,text\n{known},{'x' * 1_000_000}\nb,\"" + "é\n" * 300_000 + '"\n')
write("good-wide.csv", ",".join(["id"] + [f"c{n}" for n in range(16_383)]) + f"\n{known}" + ",1" * 16_383 + "\n")
write("good-nul.csv", f"id,text\n{known},a\0b\x07c\x1b[31m\n")
write("good-ragged.csv", f"id,label\n{known}\na,b,c,d\n\"open\"text,x\n{known},POSITIVE\n")
write("good-bom.csv", "\ufeff" + f"id;label\r\n{known};POSITIVE\r\n")
write("good-utf16.tsv", f"id\tname\n{known}\tné ＝1\n".encode("utf-16"))
write("good-twice.csv", f"id,a,a,A,,review_verdict\n{known},1,2,3,4,yes\n")
write("bad-taken.csv", f"id,lafa_status\n{known},ok\n")
write("good-formulas.csv", f"id,a\n{known},=1+1\n=HYPERLINK(\"http://x\"),@x\n+1,-5.2\n'=1,\"\tx\"\n")
write("good-lines.jsonl", "".join(json.dumps(row) + "\n" for row in [
    {"id": known, "n": 1.50, "deep": {"a": [1, {"b": None}]}, "label": "POSITIVE"},
    {"id": 12, "other": True}, {"id": None}, {"id": ["x"]}, {"a": "=1", "id": "é"},
]) + "{broken\n[1]\n" + '{"id": "e\u0301", "id": "\\u0000"}\n')
write("good-sheet.xlsx", workbook([["id", "n", "when"], [known, 1.5, True], [None, "=1+1", "_x0041_"]]))
write("good-relations.xlsx", workbook([["id"], [known]], **{"../../outside.txt": b"x"}))

write("bad-empty.csv", "")
write("wrong-no-id.csv", "name\nx\n")
write("bad-two-ids.csv", "id,id\nx,y\n")
write("bad-binary.csv", bytes(range(256)) * 64)
write("bad-empty.xlsx", b"")
whole = workbook([["id"], [known]])
write("bad-cut.xlsx", whole[: len(whole) // 2])
write("wrong-no-sheet.xlsx", workbook([]))
laughs = "".join(f"<!ENTITY b{n} '{(f'&b{n - 1};' if n else 'ha') * 10}'>" for n in range(12))
write("bad-laughs.xlsx", workbook([], f"<!DOCTYPE l [{laughs}]><worksheet xmlns='{MAIN}'><sheetData>"
    "<row r='1'><c t='inlineStr'><is><t>&b11;</t></is></c></row></sheetData></worksheet>"))
write("bad-file.xlsx", workbook([], "<!DOCTYPE l [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    f"<worksheet xmlns='{MAIN}'><sheetData><row><c t='inlineStr'><is><t>&f;</t></is></c></row></sheetData></worksheet>"))
write("bad-bomb.xlsx", workbook([], f"<worksheet xmlns='{MAIN}'><sheetData>" + " " * 300_000_000))
write("bad-shared.xlsx", workbook([], f"<worksheet xmlns='{MAIN}'><sheetData><row r='1'><c r='A1' t='s'><v>99</v></c></row></sheetData></worksheet>"))
write("bad-column.xlsx", workbook([], f"<worksheet xmlns='{MAIN}'><sheetData><row r='1'><c r='ZZZZ1'><v>9</v></c></row></sheetData></worksheet>"))
write("wrong-row.xlsx", workbook([], f"<worksheet xmlns='{MAIN}'><sheetData><row r='99999999999'><c><v>9</v></c></row></sheetData></worksheet>"))
encrypted = bytearray(whole)
at = 0
while (at := encrypted.find(b"PK\x01\x02", at)) >= 0:
    encrypted[at + 8] |= 1
    at += 4
write("bad-encrypted.xlsx", bytes(encrypted))
write("bad-password.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000)
write("wrong-old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000)
write("wrong-open.ods", b"PK\x03\x04")
