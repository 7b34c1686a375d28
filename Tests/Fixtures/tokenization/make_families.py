"""Writes families/*.json, variants.json and families.json: tokenizers of the usual families, varied
texts, and a digest of what Hugging Face makes of each text.

    pip install tokenizers==0.23.3
    python3 Tests/Fixtures/tokenization/make_families.py

The texts are those of texts.json and then those written here. A digest is FNV-1a of the flat numbers
id, start, end, … (id, segment, start, end, … for pairs), 6 hexadecimal digits a text.
"""
import json
import random

import families
import fuzz
from tokenizers import Tokenizer


def digest(numbers):
    value = 0x811c9dc5
    for number in numbers:
        for byte in number.to_bytes(4, "little"):
            value = (value ^ byte) * 0x01000193 & 0xffffffff
    return f"{value >> 8:06x}"


def main():
    rows = json.loads((fuzz.HERE / "texts.json").read_text(encoding="ascii"))
    first = ["".join(part * times for part, times in row["text"]) for row in rows]
    pool = fuzz.words()
    r = random.Random(20)
    texts = [fuzz.random_text(r, pool) for _ in range(1400)]
    pairs = [[fuzz.random_text(r, pool), fuzz.random_text(r, pool)] for _ in range(100)]
    built = families.build()
    (fuzz.HERE / "families").mkdir(exist_ok=True)
    for name, value in built.items():
        text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        text = text.replace(families.CHARSMAP, families.CHARSMAP_NAME)
        (fuzz.HERE / "families" / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    variants = families.variants(built["roberta"])
    changes = {name: {k: v for k, v in value.items() if v != built["roberta"][k]}
               for name, value in variants.items()}
    (fuzz.HERE / "variants.json").write_text(
        json.dumps(changes, separators=(",", ":"), ensure_ascii=True) + "\n", encoding="ascii")
    digests = {}
    for name, value in {**built, **variants}.items():
        tokenizer = Tokenizer.from_str(json.dumps(value))
        digests[name] = {
            "texts": "".join(digest(fuzz.flat(tokenizer, t)) for t in first + texts),
            "pairs": "".join(digest(fuzz.flat(tokenizer, p)) for p in pairs)}
        print(name)
    # Escaped, so that no editor or tool changes a text's bytes.
    result = {"texts": texts, "pairs": pairs, "digests": digests}
    (fuzz.HERE / "families.json").write_text(
        json.dumps(result, separators=(",", ":")) + "\n", encoding="ascii")


main()
