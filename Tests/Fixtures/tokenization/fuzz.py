"""Compares ids, segments and offsets of random texts with the `tokenizers` library.

    pip install tokenizers==0.23.3
    python3 Tests/Fixtures/tokenization/fuzz.py [--count 100000] [--seed 1] [--only NAME …]

The Swift side is the test that `TOKENIZER_FUZZ` enables; --command names another way to run it.
"""
import argparse
import json
import os
import pathlib
import random
import shlex
import subprocess
import sys
import tempfile

import families
from tokenizers import Tokenizer

HERE = pathlib.Path(__file__).parent
MARKS = [0x300, 0x301, 0x323, 0x327, 0x345, 0x5b0, 0x64b, 0x200d, 0xfe0f, 0x3099, 0x94d]
SPACES = [" ", "  ", "   ", "\n", "\t", "\r\n", "\u00a0", "\u3000", "\u2009", "\x85", "     ", "\u2028"]
RANGES = [(0x20, 0x7f), (0x20, 0x7f), (0, 0x20), (0x80, 0x250), (0x250, 0x600), (0x600, 0x1000),
          (0x1000, 0x2000), (0x2000, 0x2c00), (0x3000, 0x3400), (0x4e00, 0x9fff), (0xac00, 0xd7a3),
          (0xf900, 0x10000), (0x1d400, 0x1d800), (0x1f300, 0x1fa00), (0x10000, 0x110000)]
SPECIAL = ["<mask>", "<s>", "</s>", "[MASK]", "[SEP]", "[CLS]", "<unk>", "[UNK]", "<pad>", "[E1]",
           "|||EMAIL|||", "Café!", "Cafe\u0301!", "xx", " the", "<r>", "É!", "é", "good", "``", "''",
           "'s", "'ll", "'re", "'", "▁", "_", "<0x41>", "e\u0301", "…", "½", "ﬁ", "１２"]


def words():
    rows = json.loads((HERE / "texts.json").read_text(encoding="ascii"))
    texts = ["".join(p * min(n, 60) for p, n in row["text"]) for row in rows]
    return sorted({w for t in texts for w in t.split(" ") if w})


def random_text(r, pool):
    parts = []
    for _ in range(r.choice([1, 2, 3, 4, 6, 9, 14])):
        kind = r.random()
        if kind < 0.5:
            parts.append(r.choice(pool))
        elif kind < 0.65:
            parts.append(r.choice(SPECIAL))
        elif kind < 0.9:
            low, high = r.choice(RANGES)
            for _ in range(r.randrange(1, 4)):
                c = r.randrange(low, high)
                parts.append(chr(c if not 0xd800 <= c < 0xe000 else 0x20))
        else:
            parts.append(chr(r.choice(MARKS)))
        parts.append(r.choice(["", "", " ", " ", " ", r.choice(SPACES)]))
    return "".join(parts)


def inputs(count, seed, pool):
    """Texts, and a pair for every tenth."""
    r = random.Random(seed)
    for n in range(count):
        text = random_text(r, pool)
        yield [text, random_text(r, pool)] if n % 10 == 9 else text


def flat(tokenizer, item):
    if isinstance(item, str):
        e = tokenizer.encode(item)
        return [n for i, (a, b) in zip(e.ids, e.offsets) for n in (i, a, b)]
    e = tokenizer.encode(*item)
    return [n for i, k, (a, b) in zip(e.ids, e.type_ids, e.offsets) for n in (i, k, a, b)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--shown", type=int, default=3, help="differences shown of each tokenizer")
    parser.add_argument("--command", default="swift test -c release --disable-xctest --filter FuzzDriverTests")
    arguments = parser.parse_args()
    built = families.build()
    built |= families.variants(built["roberta"])
    built = {k: v for k, v in built.items() if not arguments.only or k in arguments.only}
    items = list(inputs(arguments.count, arguments.seed, words()))
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        lines = "\n".join(json.dumps(item) for item in items) + "\n"
        (folder / "texts.jsonl").write_text(lines, encoding="ascii")
        for name, value in built.items():
            (folder / name).mkdir()
            (folder / name / "tokenizer.json").write_text(json.dumps(value), encoding="utf-8")
        run = subprocess.run(
            shlex.split(arguments.command), env={**os.environ, "TOKENIZER_FUZZ": str(folder)},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if run.returncode:
            print(run.stdout[-3000:])
        for name, value in built.items():
            try:
                found = (folder / name / "found.txt").read_text().split("\n")
            except OSError:
                print(f"{name}: no results")
                failed += 1
                continue
            tokenizer = Tokenizer.from_str(json.dumps(value))
            wrong = 0
            for item, line in zip(items, found, strict=False):
                expected = flat(tokenizer, item)
                if expected != [int(n) for n in line.split()]:
                    wrong += 1
                    if wrong <= arguments.shown:
                        print(f"{name} {json.dumps(item)}\n  expected {expected}\n  found    {line}")
            print(f"{name}: {len(items)} texts, {wrong} differ", flush=True)
            failed += wrong + (len(found) != len(items) + 1)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
