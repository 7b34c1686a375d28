"""Base methods on the reviews sample, for the tests of paths.

usage: paths.py PACKAGE            writes Tests/Fixtures/encoders/paths.safetensors
Needs: pip install torch transformers captum safetensors.

For the ids of reviews.safetensors, the largest logit, in double precision, squared and summed over
each token's embedding (equation 3):
- integrated.N: Captum's IntegratedGradients, zero baseline, Gauss and Legendre's rule, N points;
- padded: the same with 5 points from the row of [PAD] in place of every token's but the first and
  the last; padded.gap is Captum's convergence delta;
- input: Captum's InputXGradient;
- shap.zero, shap.texts: SHAP-Grad of the paper (METHOD), 6 samples, with the generator of
  Sources/Tensors/SplitMix64.swift; the references are the ids of the next two documents, cut or
  padded with 0;
- deep: SHAP-Deep with the same references.
"""
import sys
from pathlib import Path

import torch
from captum.attr import InputXGradient, IntegratedGradients
from safetensors.torch import load_file, save_file
from transformers import AutoModelForSequenceClassification

package = Path(sys.argv[1])
folder = package / "Tests/Fixtures/encoders"
model = AutoModelForSequenceClassification.from_pretrained(
    package / "samples/models/reviews").double().eval()
given = load_file(folder / "reviews.safetensors")
table = model.get_input_embeddings()
MASK = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15
SEED, SAMPLES = 9, 6


def score(x, output):
    return model(inputs_embeds=x).logits[:, output]


def mixed(value):
    x = value & MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


def alpha(ids, point):
    """The first number of the generator that a document and a point seed."""
    text = SEED
    for token in ids:
        text = mixed(text + token)
    state = (mixed(text + point) + STEP) & MASK
    return float(torch.tensor((mixed(state) >> 11) * 2.0 ** -53, dtype=torch.float32))


def gradient(x, output):
    x = x.detach().requires_grad_()
    return torch.autograd.grad(score(x, output).sum(), x)[0]


def squares(s):
    return s[0].square().sum(-1).float()


count = sum(name.endswith(".ids") for name in given)
texts = [given[f"{index}.ids"].long().tolist() for index in range(count)]
out = {}
for index, ids in enumerate(texts):
    x = table(torch.tensor([ids])).detach()
    output = int(model(inputs_embeds=x).logits[0].argmax())
    for steps in (5, 25):
        found = IntegratedGradients(score).attribute(
            x, torch.zeros_like(x), additional_forward_args=(output,), n_steps=steps,
            method="gausslegendre")
        out[f"{index}.integrated.{steps}"] = squares(found)
    padded = table(torch.tensor([[ids[0]] + [0] * (len(ids) - 2) + [ids[-1]]])).detach()
    found, delta = IntegratedGradients(score).attribute(
        x, padded, additional_forward_args=(output,), n_steps=5, method="gausslegendre",
        return_convergence_delta=True)
    out[f"{index}.padded"] = squares(found)
    out[f"{index}.padded.gap"] = delta.float()
    found = InputXGradient(score).attribute(
        x.clone().requires_grad_(), additional_forward_args=(output,))
    out[f"{index}.input"] = squares(found.detach())
    references = []
    for other in (1, 2):
        reference = texts[(index + other) % count][:len(ids)]
        reference = reference + [0] * (len(ids) - len(reference))
        references.append(table(torch.tensor([reference])).detach())
    for name, rows in (("zero", [torch.zeros_like(x)]), ("texts", references)):
        mean = torch.zeros_like(x)
        for point in range(SAMPLES):
            a = alpha(ids, point)
            mean += gradient(a * x + (1 - a) * rows[point % len(rows)], output) / SAMPLES
        out[f"{index}.shap.{name}"] = squares(mean)
    deep = sum(gradient(rows, output) * (x - rows) for rows in references) / len(references)
    out[f"{index}.deep"] = squares(deep)
save_file(out, folder / "paths.safetensors")
