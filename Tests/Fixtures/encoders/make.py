"""Makes the fixtures of EncodersTests: numbers saved from PyTorch that our engine must equal.

Run from the package's top folder:  python3 Tests/Fixtures/encoders/make.py
Needs (PyPI): torch 2.15, transformers 5.23, safetensors 0.8. The results are committed; tests do not run this.

For each model and text: ids, logits, all hidden states (layers + 1) and the gradient of the largest
logit (of the one output for a regression) with respect to the input word embeddings, all computed
in float64 from the checkpoint's weights and stored as float32.
random-distilbert and random-bert are small models with seeded random weights, no trained model.
"""

import json
import pathlib

import torch
from safetensors.torch import save_file
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    BertConfig,
    BertForSequenceClassification,
    DistilBertConfig,
    DistilBertForSequenceClassification,
)

here = pathlib.Path(__file__).parent
top = here.parent.parent.parent
TEXTS = {
    "reviews": [
        "They really want to make your experience a good one.",
        "Overpriced, bland and slow: the worst soup I have had in years!",
        "No.",
    ],
    "laptops": [
        "ThinkPad X1 Carbon, Intel Core i7, 16 GB RAM, 512 GB SSD, 14 inch WUXGA display",
        "Chromebook 11, 4 GB RAM, 32 GB eMMC",
    ],
}
IDS = [[2, 17, 60, 5, 90, 91, 92, 3], [2, 3], [2] + list(range(10, 57)) + [3]]


def save_random(name, model, dtype):
    folder = here / name
    model.to(dtype).save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    return folder


def spread(model, generator):
    """Weights far from the initialisation, so that a swapped bias or scale shows."""
    with torch.no_grad():
        for parameter in model.parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            parameter.copy_(noise * 0.2 + (1.0 if parameter.dim() == 1 else 0.0) * 0.3)


def numbers(folder, sequences):
    model = AutoModelForSequenceClassification.from_pretrained(
        folder, dtype=torch.float64, attn_implementation="eager"
    ).eval()
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    tensors = {}
    for index, ids in enumerate(sequences):
        row = torch.tensor([ids])
        x = model.get_input_embeddings()(row).detach().requires_grad_(True)
        out = model(inputs_embeds=x, output_hidden_states=True)
        target = out.logits[0].max()
        (gradient,) = torch.autograd.grad(target, x)
        tensors[f"{index}.ids"] = row[0].to(torch.float32)
        tensors[f"{index}.logits"] = out.logits[0].detach().float()
        tensors[f"{index}.hidden"] = torch.stack([h[0] for h in out.hidden_states]).detach().float()
        tensors[f"{index}.gradient"] = gradient[0].float()
    return tensors


def main():
    for name, texts in TEXTS.items():
        folder = top / "samples" / "models" / name
        tokenizer = AutoTokenizer.from_pretrained(folder)
        save_file(numbers(folder, [tokenizer(t)["input_ids"] for t in texts]), here / f"{name}.safetensors")
    generator = torch.Generator().manual_seed(7)
    distil = DistilBertForSequenceClassification(
        DistilBertConfig(vocab_size=100, dim=40, n_layers=3, n_heads=5, hidden_dim=72,
                         max_position_embeddings=64, num_labels=3))
    spread(distil, generator)
    folder = save_random("random-distilbert", distil, torch.float32)
    save_file(numbers(folder, IDS), here / "random-distilbert.safetensors")
    bert = BertForSequenceClassification(
        BertConfig(vocab_size=100, hidden_size=24, num_hidden_layers=2, num_attention_heads=3,
                   intermediate_size=50, max_position_embeddings=64, num_labels=4,
                   hidden_act="gelu_new", problem_type="multi_label_classification"))
    spread(bert, generator)
    folder = save_random("random-bert", bert, torch.bfloat16)
    save_file(numbers(folder, IDS), here / "random-bert.safetensors")


if __name__ == "__main__":
    main()
