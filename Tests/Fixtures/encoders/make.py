"""Makes the fixtures of EncodersTests: numbers saved from PyTorch that our engine must equal.

Run from the package's top folder:  python3 Tests/Fixtures/encoders/make.py
Needs (PyPI): torch 2.15, transformers 5.23, safetensors 0.8. The results are committed; tests do not run this.

For each model and input: ids, segments, logits, all hidden states (layers + 1), seeded weights of the logits,
and the gradient of the weighted sum of the logits with respect to the input word embeddings, all computed in
float64 from the checkpoint's weights and stored as float32. Every family has two sizes, the second with both
kinds of head: small models with seeded random weights, no trained ones.
"""

import pathlib
import shutil

import torch
from safetensors.torch import save_file
from transformers import (
    AlbertConfig,
    AutoModel,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
    BertConfig,
    CamembertConfig,
    Data2VecTextConfig,
    DebertaV2Config,
    DistilBertConfig,
    ElectraConfig,
    ModernBertConfig,
    MPNetConfig,
    RobertaConfig,
    XLMRobertaConfig,
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
# Special ids as BERT's, an inner 1 where RoBERTa's kin have their padding token.
IDS = [[2, 17, 60, 5, 90, 1, 91, 92, 3], [2, 3], [2] + list(range(10, 57)) + [3]]


def sizes(d, layers, heads, middle, **more):
    return dict(vocab_size=100, hidden_size=d, num_hidden_layers=layers, num_attention_heads=heads,
                intermediate_size=middle, max_position_embeddings=64, **more)


SMALL, LARGE = sizes(24, 2, 3, 50), sizes(40, 3, 5, 72)
V3 = dict(relative_attention=True, position_buckets=8, norm_rel_ebd="layer_norm", share_att_key=True,
          pos_att_type="p2c|c2p", max_relative_positions=-1, position_biased_input=False, type_vocab_size=0)
V2 = dict(relative_attention=True, max_relative_positions=16, share_att_key=False, pos_att_type=["c2p", "p2c"],
          position_biased_input=True, type_vocab_size=2, conv_kernel_size=3, conv_act="gelu", embedding_size=16)
# The name of each family, its configuration and two sizes.
FAMILIES = {
    "bert": (BertConfig, SMALL | dict(hidden_act="gelu_new"), LARGE),
    "distilbert": (
        DistilBertConfig,
        dict(vocab_size=100, dim=24, n_layers=2, n_heads=3, hidden_dim=50, max_position_embeddings=64),
        dict(vocab_size=100, dim=40, n_layers=3, n_heads=5, hidden_dim=72, max_position_embeddings=64,
             activation="relu")),
    "roberta": (RobertaConfig, SMALL | dict(type_vocab_size=1), LARGE | dict(type_vocab_size=1, pad_token_id=3)),
    "xlm-roberta": (XLMRobertaConfig, SMALL | dict(type_vocab_size=1), LARGE | dict(type_vocab_size=1)),
    "camembert": (CamembertConfig, SMALL | dict(type_vocab_size=1), LARGE | dict(type_vocab_size=1)),
    "data2vec": (Data2VecTextConfig, SMALL | dict(type_vocab_size=1), LARGE | dict(type_vocab_size=1)),
    "electra": (ElectraConfig, SMALL | dict(embedding_size=16), LARGE | dict(embedding_size=40)),
    "mpnet": (MPNetConfig, SMALL, LARGE),
    "albert": (AlbertConfig, SMALL | dict(embedding_size=16),
               LARGE | dict(embedding_size=40, num_hidden_groups=2, hidden_act="gelu")),
    "deberta-v3": (DebertaV2Config, SMALL | V3, LARGE | V3 | dict(position_buckets=16, max_relative_positions=40)),
    "deberta-v2": (DebertaV2Config, SMALL | V2, LARGE | V2 | dict(conv_act="tanh", pos_att_type=["c2p"])),
    "modernbert": (ModernBertConfig, SMALL | dict(local_attention=8, pad_token_id=0),
                   LARGE | dict(local_attention=16, pad_token_id=0, classifier_pooling="mean", norm_bias=True,
                                attention_bias=True, mlp_bias=True, classifier_bias=True, num_attention_heads=4,
                                classifier_activation="tanh")),
}
# Families whose attention knows of distances: with texts that are computed in blocks.
LONG = ["mpnet", "deberta-v3", "modernbert"]
LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
# How weights are stored, where not as bfloat16.
TYPES = {"distilbert": torch.float32}
# Families that share RoBERTa's code: its large size with a sequence head proves theirs.
SHARED = ["xlm-roberta", "camembert", "data2vec"]


def spread(model, generator):
    """Weights far from the initialisation, so that a swapped bias or scale shows."""
    with torch.no_grad():
        for parameter in model.parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            parameter.copy_(noise * 0.2 + (1.0 if parameter.dim() == 1 else 0.0) * 0.3)


def numbers(folder, kind, sequences, explains_largest=False):
    """What the model at `folder` gives for each (ids, segments), with inputs' gradients through a hook.

    The weights of the logits are random, or 1 for the largest and 0 for the others.
    """
    model = kind.from_pretrained(folder, dtype=torch.float64, attn_implementation="eager").eval()
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    embedded = []

    def watch(module, inputs, output):
        embedded.append(output.detach().requires_grad_(True))
        return embedded[-1]

    model.get_input_embeddings().register_forward_hook(watch)
    takes_segments = (getattr(model.config, "type_vocab_size", 0) or 0) > 1
    tensors = {}
    generator = torch.Generator().manual_seed(11)
    for index, (ids, segments) in enumerate(sequences):
        row = torch.tensor([ids])
        inputs = dict(input_ids=row, output_hidden_states=True)
        if takes_segments:
            inputs["token_type_ids"] = torch.tensor([segments])
        out = model(**inputs)
        tensors[f"{index}.ids"] = row[0].to(torch.float32)
        tensors[f"{index}.segments"] = torch.tensor(segments if takes_segments else [0] * len(ids)).float()
        if len(ids) <= 256:  # longer ones prove the blocks of attention, for which logits and gradients do
            tensors[f"{index}.hidden"] = torch.stack([h[0] for h in out.hidden_states]).detach().float()
        if not hasattr(out, "logits"):
            continue
        seed = torch.randn(out.logits[0].shape, generator=generator)
        if explains_largest:
            seed = (out.logits[0] == out.logits[0].max()).float()
        (gradient,) = torch.autograd.grad((out.logits[0] * seed.double()).sum(), embedded[-1])
        tensors[f"{index}.logits"] = out.logits[0].detach().float()
        tensors[f"{index}.weights"] = seed
        tensors[f"{index}.gradient"] = gradient[0].float()
    return tensors


def pairs(sequences):
    """Each sequence, its last third in segment 1."""
    return [(ids, [0] * (len(ids) - len(ids) // 3) + [1] * (len(ids) // 3)) for ids in sequences]


def save(name, kind, config, generator, sequences):
    model = kind.from_config(config)
    spread(model, generator)
    folder = here / name
    shutil.rmtree(folder, ignore_errors=True)
    family = name.rsplit("-", 1)[0]
    model.to(TYPES.get(family, torch.bfloat16)).save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    save_file(numbers(folder, kind, pairs(sequences)), folder / "expected.safetensors")


def save_entities():
    """A model for the tokenizer of samples/models/reviews that finds entities anywhere, without sense."""
    config = BertConfig(vocab_size=12000, hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
                        intermediate_size=24, max_position_embeddings=64, id2label=dict(enumerate(LABELS)))
    model = AutoModelForTokenClassification.from_config(config).eval()
    spread(model, torch.Generator().manual_seed(5))
    # Random models give all tokens the same label; without the mean they differ.
    with torch.no_grad():
        model.classifier.bias -= model(input_ids=torch.tensor([IDS[2]])).logits[0].mean(dim=0)
    folder = here / "entities"
    shutil.rmtree(folder, ignore_errors=True)
    model.to(torch.bfloat16).save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)


def main():
    for name, texts in TEXTS.items():
        folder = top / "samples" / "models" / name
        tokenizer = AutoTokenizer.from_pretrained(folder)
        ids = [tokenizer(t)["input_ids"] for t in texts]
        values = numbers(folder, AutoModelForSequenceClassification, [(i, [0] * len(i)) for i in ids], True)
        save_file(values, here / f"{name}.safetensors")
    for seed, (name, (config, small, large)) in enumerate(FAMILIES.items()):
        generator = torch.Generator().manual_seed(seed)
        sequence, tokens = AutoModelForSequenceClassification, AutoModelForTokenClassification
        sequences = IDS
        if name in LONG:
            sequences = IDS + [[2] + [4 + n * n % 90 for n in range(count)] + [3] for count in (200, 600)]
            large = large | dict(max_position_embeddings=1024)
        kinds = "multi_label_classification" if name == "bert" else None
        save(f"{name}-small", sequence, config(**small, num_labels=4, problem_type=kinds), generator, IDS)
        if name not in SHARED:
            save(f"{name}-large", sequence, config(**large, num_labels=3), generator, sequences)
        save(f"{name}-tokens", tokens, config(**large, id2label=dict(enumerate(LABELS))), generator, IDS)
    save_entities()
    generator = torch.Generator().manual_seed(99)
    save("bert-bare", AutoModel, BertConfig(**SMALL), generator, IDS)


if __name__ == "__main__":
    main()
