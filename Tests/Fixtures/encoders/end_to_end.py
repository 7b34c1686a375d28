"""Runs `lafa-report generate` on whole checkpoints of many families and compares ids and logits with PyTorch.

    swift build -c release --product lafa-report
    python3 Tests/Fixtures/encoders/end_to_end.py FOLDER

Needs (PyPI): torch 2.15, transformers 5.23, tokenizers 0.23.3; run by hand, not by the tests. The models have
random weights, the tokenizers are those of Tests/Fixtures/tokenization/families.py; each is saved in another
format of weights: safetensors, whole or in shards, and pytorch_model.bin, new, legacy or in shards.
"""

import json
import pathlib
import shutil
import subprocess
import sys

import torch
import transformers

top = pathlib.Path(__file__).parents[3]
sys.path.insert(0, str(top / "Tests/Fixtures/tokenization"))
import families  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402

# Float32 through three layers of random weights, as a share of the largest logit.
TOLERANCE = 1e-5
SIZES = dict(hidden_size=64, num_hidden_layers=3, num_attention_heads=4, intermediate_size=128,
             max_position_embeddings=130, num_labels=3)
ROBERTA = dict(type_vocab_size=1, pad_token_id=1)
DEBERTA = dict(relative_attention=True, position_buckets=32, norm_rel_ebd="layer_norm", share_att_key=True,
               pos_att_type="p2c|c2p", position_biased_input=False, type_vocab_size=0)
# Tokenizer, configuration, its settings, format.
CASES = [
    ("roberta", "RobertaConfig", ROBERTA, "bin"),
    ("xlm-roberta", "XLMRobertaConfig", ROBERTA, "legacy"),
    ("camembert", "CamembertConfig", ROBERTA, "shards"),
    ("albert", "AlbertConfig", dict(embedding_size=16), "bin"),
    ("deberta-v3", "DebertaV2Config", DEBERTA, "bin-shards"),
    ("modernbert", "ModernBertConfig", dict(pad_token_id=1, local_attention=32), "safetensors"),
    ("mpnet", "MPNetConfig", {}, "safetensors"),
]


def save(model, folder, kind):
    if kind in ("safetensors", "shards"):
        return model.save_pretrained(folder, **({"max_shard_size": "100KB"} if kind == "shards" else {}))
    model.config.architectures = [type(model).__name__]
    model.config.save_pretrained(folder)
    weights = model.state_dict()
    if kind == "bin-shards":
        names, places = list(weights), {}
        for part in range(2):
            file = f"pytorch_model-0000{part + 1}-of-00002.bin"
            torch.save({n: weights[n] for n in names[part::2]}, folder / file)
            places |= {n: file for n in names[part::2]}
        index = {"metadata": {}, "weight_map": places}
        return (folder / "pytorch_model.bin.index.json").write_text(json.dumps(index))
    torch.save(weights, folder / "pytorch_model.bin", _use_new_zipfile_serialization=kind != "legacy")


def compare(name, config, settings, kind, tokenizer, folder):
    oracle = Tokenizer.from_str(json.dumps(tokenizer))
    configuration = getattr(transformers, config)(vocab_size=oracle.get_vocab_size(), **SIZES | settings)
    model = transformers.AutoModelForSequenceClassification.from_config(configuration).eval()
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        for parameter in model.parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            parameter.copy_(noise * 0.2 + (0.3 if parameter.dim() == 1 else 0))
    checkpoint, site = folder / name, folder / f"site-{name}"
    for old in (checkpoint, site):
        shutil.rmtree(old, ignore_errors=True)
    checkpoint.mkdir(parents=True)
    save(model, checkpoint, kind)
    (checkpoint / "tokenizer.json").write_text(json.dumps(tokenizer))
    subprocess.run(
        [top / ".build/release/lafa-report", "generate", top / "samples/reviews", "--model", checkpoint,
         "--output", site], check=True, stdout=subprocess.DEVNULL)
    model, worst = model.double(), 0.0
    for path in sorted((site / "records").glob("review*.json")):
        record = json.loads(path.read_text())
        ids = oracle.encode(record["text"]).ids
        assert record["tokens"]["ids"] == ids, path
        if len(ids) > 128:
            continue  # read in windows
        with torch.no_grad():
            expected = model(input_ids=torch.tensor([ids])).logits[0]
        found = torch.tensor([output["logit"] for output in record["prediction"]["outputs"]], dtype=torch.float64)
        worst = max(worst, ((found - expected).abs().max() / expected.abs().max()).item())
    print(f"{name} ({kind}): largest difference of a logit {worst:.1e}")
    return worst


def main(folder):
    built = families.build()
    worst = [compare(name, *rest, built[name], folder) for name, *rest in CASES]
    sys.exit(max(worst) > TOLERANCE)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
