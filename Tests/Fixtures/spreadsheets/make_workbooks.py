"""Writes the workbooks that SpreadsheetsTests reads: one by openpyxl, the others broken on purpose.

    pip install openpyxl
    python make_workbooks.py
"""

import datetime
import io
import json
import zipfile
from pathlib import Path

import openpyxl

HERE = Path(__file__).parent
FIXED = (1980, 1, 1, 0, 0, 0)


def pack(parts: dict[str, bytes], name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(zipfile.ZipInfo(part, FIXED), data, zipfile.ZIP_DEFLATED)
    (HERE / f"{name}.xlsx").write_bytes(buffer.getvalue())
    return buffer.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main() -> None:
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = datetime.datetime(2026, 1, 1)
    book.active.append(["the first sheet"])
    sheet = book.create_sheet("Listings")
    rows = [
        ["id", "title", "price", "sold", "when", "at", "note"],
        ["a-1", "Dell <XPS> & more", 999.5, True, datetime.date(2026, 11, 23),
         datetime.datetime(2026, 11, 23, 18, 30, 5), None, "behind a gap"],
        ["007", "=not a formula", -3, False, datetime.date(1900, 1, 1), datetime.time(6, 45), "漢字 🙂"],
        [],
        ["_x0041_", " spaces ", 1e-7, None, 45000, 0.1],
    ]
    for row in rows:
        sheet.append(row)
    sheet["B3"].data_type = "s"
    book.save(HERE / "openpyxl.xlsx")
    found = parts((HERE / "openpyxl.xlsx").read_bytes())
    whole = pack(found, "openpyxl")
    expected = [
        ["id", "title", "price", "sold", "when", "at", "note"],
        ["a-1", "Dell <XPS> & more", "999.5", "true", "2026-11-23", "2026-11-23T18:30:05", "",
         "behind a gap"],
        ["007", "=not a formula", "-3", "false", "1900-01-01", "06:45:00", "漢字 🙂"],
        # openpyxl writes it as it is, and a workbook means the letter by it.
        ["A", " spaces ", "1e-07", "", "45000", "0.1"],
    ]
    (HERE / "openpyxl.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n")

    (HERE / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    # A byte of a sheet's packed bytes.
    at = whole.find(b"xl/worksheets/sheet1.xml") + 60
    (HERE / "flipped.xlsx").write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1:])

    def with_sheet(xml: str, name: str) -> None:
        pack({**found, "xl/worksheets/sheet1.xml": xml.encode()}, name)

    opening = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    closing = "</sheetData></worksheet>"
    entities = "".join(
        f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "lol"}">' for i in range(12))
    with_sheet(
        f'<!DOCTYPE worksheet [{entities}]>{opening}<row r="1"><c r="A1" t="str"><v>&e11;</v></c></row>'
        + closing, "entities")
    with_sheet(f'{opening}<row r="1"><c r="ZZZZ1"><v>1</v></c></row>{closing}', "column")
    with_sheet(f'{opening}<row r="1"><c r="A1" t="s"><v>99</v></c></row>{closing}', "string")
    # As openpyxl leaves formulas: without a value. The last has one, an empty text.
    head = "".join(
        f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in ["id", "gold", "gold", "twice", "n"])
    with_sheet(
        f'{opening}<row r="1">{head}</row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="D2"><f>1+1</f><v /></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>b</t></is></c><c r="D3"><f>E3*2</f></c>'
        '<c r="E3"><f>3*2</f><v>6</v></c></row>'
        '<row r="4"><c r="A4" t="inlineStr"><is><t>007</t></is></c><c r="D4" t="str"><f>""</f><v></v></c>'
        f'</row>{closing}', "formulas")
    pack({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "opendocument")
    # A sheet that says it is small and unpacks to a hundred megabytes.
    bomb = pack({**found, "xl/worksheets/sheet1.xml": b" " * 100_000_000}, "bomb")
    size = (100_000_000).to_bytes(4, "little")
    (HERE / "bomb.xlsx").write_bytes(bomb.replace(size, (1000).to_bytes(4, "little")))


main()
