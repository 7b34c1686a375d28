"""Writes the data of an experiment as rows that `lafa-report evaluate` reads.

usage: prepare.py sentiment|relations|prices DATA OUTPUT

DATA is the folder with the sets: sst/, webnlg/, catalogue/. OUTPUT gets pool.jsonl (neighbours, of
the training split), dev.jsonl and test.jsonl. Only the standard library is used; the choice of rows
depends on their order alone.
"""
import json
import sys
from pathlib import Path

POOL = 2000


def rows(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def spread(items, count):
    """Evenly spaced items."""
    return items if len(items) <= count else [
        items[index * len(items) // count] for index in range(count)]


def write(path, items):
    with open(path, "w", encoding="utf-8") as file:
        for item in items:
            file.write(json.dumps(item, ensure_ascii=False) + "\n")


def sentiment(data, split):
    """|word label − neutral| from the trees; rows already have tokens and token_sentiment."""
    return [{"id": row["id"], "text": row["text"], "tokens": row["tokens"],
             "token_sentiment": row["token_sentiment"]}
            for row in rows(data / "sst" / f"{split}.jsonl")]


def relations(data, split):
    """For each relation the words of its subjects and objects."""
    found = []
    for row in rows(data / "webnlg" / f"{split}.jsonl"):
        starts, position = [], 0
        for token in row["tokens"]:
            position = row["text"].index(token, position)
            starts.append(position)
            position += len(token)
        marks = {}
        for triple in row["triples"]:
            spans = marks.setdefault(triple["relation"], [])
            for start, end in triple["subject_spans"] + triple["object_spans"]:
                spans.append([starts[start], starts[end - 1] + len(row["tokens"][end - 1])])
        found.append({"id": row["id"], "text": row["text"], "tokens": row["tokens"],
                      "label": row["relations"], "rationale": marks})
    return found


def prices(data, split):
    """Laptop listings in USD; GBP at 1.25, as the model was trained."""
    rates = {"USD": 1.0, "GBP": 1.25}
    return [{"id": row["id"], "text": row["text"], "label": round(row["price"] * rates[row["currency"]], 2)}
            for row in rows(data / "catalogue" / "listings.jsonl")
            if row["domain"] == "pc" and row["currency"] in rates and row["split"] == split]


def main():
    case, data, output = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    read = {"sentiment": sentiment, "relations": relations, "prices": prices}[case]
    output.mkdir(parents=True, exist_ok=True)
    write(output / "pool.jsonl", spread(read(data, "train"), POOL))
    for split in ("dev", "test"):
        write(output / f"{split}.jsonl", read(data, split))


if __name__ == "__main__":
    main()
