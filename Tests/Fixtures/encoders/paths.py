"""Integrated gradients of the reviews sample, for the tests of paths.

usage: paths.py PACKAGE            writes Tests/Fixtures/encoders/paths.safetensors
Needs: pip install torch transformers captum safetensors.

For the ids of reviews.safetensors: Captum's IntegratedGradients (Gauss and Legendre's rule, zero
baseline, the largest logit) in double precision, at 5 and 25 points, squared and summed over each
token's embedding (equation 3).
"""
import sys
from pathlib import Path

import torch
from captum.attr import IntegratedGradients
from safetensors.torch import load_file, save_file
from transformers import AutoModelForSequenceClassification

package = Path(sys.argv[1])
folder = package / "Tests/Fixtures/encoders"
model = AutoModelForSequenceClassification.from_pretrained(
    package / "samples/models/reviews").double().eval()
given = load_file(folder / "reviews.safetensors")
table = model.get_input_embeddings()


def score(x, output):
    return model(inputs_embeds=x).logits[:, output]


out = {}
for index in range(sum(name.endswith(".ids") for name in given)):
    ids = given[f"{index}.ids"].long()[None]
    x = table(ids).detach()
    output = int(model(inputs_embeds=x).logits[0].argmax())
    for steps in (5, 25):
        found = IntegratedGradients(score).attribute(
            x, torch.zeros_like(x), additional_forward_args=(output,), n_steps=steps,
            method="gausslegendre")
        out[f"{index}.integrated.{steps}"] = found[0].square().sum(-1).float()
save_file(out, folder / "paths.safetensors")
