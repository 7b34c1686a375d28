"""Reads a saved pool with other people's libraries, and says whether its files fit together.

usage: read_pool.py POOL
needs: safetensors, numpy, faiss-cpu (if the pool has pool.faiss)
"""
import hashlib
import json
import pathlib
import sqlite3
import sys

import numpy
from safetensors.numpy import load_file

pool = pathlib.Path(sys.argv[1])
manifest = json.loads((pool / "pool.json").read_text())
for name, digest in manifest["files"].items():
    assert hashlib.sha256((pool / name).read_bytes()).hexdigest() == digest, name

arrays = load_file(pool / "pool.safetensors")
count = manifest["documents"]
vectors = arrays["vectors"]
assert vectors.shape == (count, manifest["model"]["hiddenSize"])
for lengths, values in [
    ("token_counts", ["token_ids", "token_is_special"]),
    ("predicted_counts", ["predicted"]),
    ("explanation_counts", ["explanation_outputs", "explanation_entities"]),
    ("entity_counts", ["entity_types", "entity_outputs"]),
]:
    for name in values:
        assert arrays[lengths].sum() == len(arrays[name]), name
scores = (arrays["explanation_counts"].astype("int64") * arrays["token_counts"]).sum()
for base in range(len(manifest["bases"])):
    assert len(arrays[f"scores.{base}"]) == scores
for place in range(len(manifest["directed"])):
    assert arrays[f"directions.{place}"].shape[0] == arrays["explanation_counts"].sum()
assert numpy.isfinite(arrays["logits"]).all()

with sqlite3.connect(f"file:{pool / 'pool.sqlite'}?mode=ro", uri=True) as table:
    numbers = [row[0] for row in table.execute("SELECT number FROM documents ORDER BY number")]
assert numbers == list(range(count))

if manifest.get("index"):
    import faiss

    index = faiss.read_index(str(pool / "pool.faiss"))
    assert (index.ntotal, index.nlist) == (count, manifest["index"]["lists"])
    index.nprobe = index.nlist
    found = index.search(vectors, 1)[1][:, 0]
    # Documents with the same vector may stand for each other.
    assert numpy.array_equal(vectors[found], vectors)
print(f"{pool}: {count} documents, {len(arrays)} arrays, whole")
