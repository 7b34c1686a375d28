"""Small tokenizers with the pipelines of the families that people fine-tune.

Trained on the texts in samples/; normalizer, pre-tokenizer, post-processor and added tokens are as in
the families' own tokenizer.json files. Used by make_families.py and fuzz.py.
"""
import json
import os
import pathlib

os.environ["TOKENIZERS_PARALLELISM"] = "false"
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers  # noqa: E402

PACKAGE = pathlib.Path(__file__).parents[3]
SPECIALS = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
BRACKETS = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"]
# The character map of unigram.json, which families/*.json name instead of holding it.
CHARSMAP_NAME = "charsmap of unigram.json"
CHARSMAP = json.loads((pathlib.Path(__file__).parent / "unigram.json").read_text(encoding="utf-8"))["charsmap"]


def corpus():
    files = sorted((PACKAGE / "samples").rglob("*.txt")) + sorted((PACKAGE / "samples").rglob("*.md"))
    texts = [f.read_text(encoding="utf-8", errors="replace") for f in files
             if f.name != "vocab.txt"][:120]
    extra = ["Ünïcödé naïve café déjà vu über Straße", "Привет мир как дела", "我爱北京天安门 日本語",
             "안녕하세요 세계", "مرحبا بالعالم", "नमस्ते दुनिया", "😀 👍🏽 🇬🇧", "1,299.99 50% £15"]
    return texts + extra * 3


def added(tokens, **changes):
    """Added tokens as a file lists them; `changes` by content."""
    return [{"id": i, "content": c, "single_word": False, "lstrip": False, "rstrip": False,
             "normalized": False, "special": True, **changes.get(c, {})} for i, c in tokens]


def template(cls, sep, ids, two_seps=False, second=1):
    def token(name, kind):
        return {"SpecialToken": {"id": name, "type_id": kind}}
    single = [token(cls, 0), {"Sequence": {"id": "A", "type_id": 0}}, token(sep, 0)]
    pair = single + ([token(sep, 0)] if two_seps else []) + [
        {"Sequence": {"id": "B", "type_id": second}}, token(sep, second)]
    return {"type": "TemplateProcessing", "single": single, "pair": pair, "special_tokens": {
        t: {"id": t, "ids": [ids[t]], "tokens": [t]} for t in {cls: 0, sep: 0}}}


def tokenizer(model, added_tokens, normalizer, pre_tokenizer, post_processor):
    return {"version": "1.0", "truncation": None, "padding": None, "added_tokens": added_tokens,
            "normalizer": normalizer, "pre_tokenizer": pre_tokenizer,
            "post_processor": post_processor, "decoder": None, "model": model}


def byte_level(size, specials):
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    t.train_from_iterator(corpus(), trainers.BpeTrainer(
        vocab_size=size, special_tokens=specials, show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    return json.loads(t.to_str())["model"]


def character_pairs(size, specials, alphabet, **options):
    t = Tokenizer(models.BPE(unk_token=specials[0], **options))
    t.normalizer = normalizers.Sequence([
        normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    t.pre_tokenizer = pre_tokenizers.Metaspace()
    t.train_from_iterator(corpus(), trainers.BpeTrainer(
        vocab_size=size, special_tokens=specials, limit_alphabet=alphabet, show_progress=False,
        **{k: v for k, v in options.items() if "prefix" in k or "suffix" in k}))
    return json.loads(t.to_str())["model"]


def words(size, specials, unknown, lowercase=True):
    t = Tokenizer(models.WordPiece(unk_token=unknown))
    t.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    t.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    t.train_from_iterator(corpus(), trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=specials, show_progress=False))
    return json.loads(t.to_str())["model"]


def unigram(size, specials, unknown):
    t = Tokenizer(models.Unigram())
    t.normalizer = normalizers.NFKC()
    t.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    t.train_from_iterator(corpus(), trainers.UnigramTrainer(
        vocab_size=size, special_tokens=specials, unk_token=unknown, show_progress=False))
    model = json.loads(t.to_str())["model"]
    model["vocab"] = [[p, round(s, 5)] for p, s in model["vocab"]]
    return model


def ids_of(model):
    if isinstance(model["vocab"], dict):
        return model["vocab"]
    return {p: i for i, (p, _) in enumerate(model["vocab"])}


BYTE_LEVEL = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True,
              "use_regex": True}
BERT_NORMALIZER = {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True,
                   "strip_accents": None, "lowercase": True}
METASPACE = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
SPACED = {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, METASPACE]}


def roberta(add_prefix_space, model):
    ids = ids_of(model)
    usual = {c: {"normalized": True} for c in SPECIALS[:4]}
    return tokenizer(
        model, added([(ids[c], c) for c in SPECIALS], **usual, **{"<mask>": {"lstrip": True}}),
        None, {**BYTE_LEVEL, "add_prefix_space": add_prefix_space},
        {"type": "RobertaProcessing", "sep": ["</s>", ids["</s>"]], "cls": ["<s>", ids["<s>"]],
         "trim_offsets": True, "add_prefix_space": add_prefix_space})


def build():
    """The tokenizers by name."""
    result = {}
    model = byte_level(1100, SPECIALS)
    result["roberta"] = roberta(False, model)
    result["roberta-spaced"] = roberta(True, model)

    model = byte_level(1000, BRACKETS)
    ids, n = ids_of(model), len(model["vocab"])
    result["deberta"] = tokenizer(
        model, added([(ids[c], c) for c in BRACKETS], **{"[MASK]": {"lstrip": True, "normalized": True}}),
        None, BYTE_LEVEL, template("[CLS]", "[SEP]", ids, two_seps=True, second=0))
    plain = {"special": False, "normalized": True}
    runs = [(n + k, " " * (10 - k)) for k in range(9)] + [(n + 9, "|||EMAIL|||"), (n + 10, "Café!")]
    result["modernbert"] = tokenizer(
        model, added([(ids[c], c) for c in BRACKETS] + runs, **{c: plain for _, c in runs},
                     **{"[MASK]": {"lstrip": True}}),
        {"type": "NFC"}, BYTE_LEVEL, template("[CLS]", "[SEP]", ids))

    model = words(900, ["<s>", "<pad>", "</s>", "[UNK]", "<mask>"], "[UNK]")
    ids = ids_of(model)
    result["mpnet"] = tokenizer(
        model, added([(ids[c], c) for c in ["<s>", "<pad>", "</s>", "[UNK]", "<mask>"]],
                     **{c: {"normalized": True} for c in ["<s>", "</s>", "<pad>"]},
                     **{"<mask>": {"lstrip": True}}),
        BERT_NORMALIZER, {"type": "BertPreTokenizer"},
        {"type": "RobertaProcessing", "sep": ["</s>", ids["</s>"]], "cls": ["<s>", ids["<s>"]],
         "trim_offsets": True, "add_prefix_space": False})

    bytes_ = [f"<0x{b:02X}>" for b in range(256)]
    model = character_pairs(1000, ["<unk>", "<s>", "</s>"] + bytes_, 70)
    model |= {"byte_fallback": True, "fuse_unk": True}
    ids = ids_of(model)
    named = added([(ids[c], c) for c in ["<unk>", "<s>", "</s>"]])
    result["fallback"] = tokenizer(
        model, named, {"type": "Sequence", "normalizers": [
            {"type": "Prepend", "prepend": "▁"},
            {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]},
        None, template("<s>", "</s>", ids))
    some = {p: i for p, i in model["vocab"].items() if p not in bytes_[128:160]}
    result["fallback-holes"] = tokenizer(
        {**model, "vocab": some, "fuse_unk": False, "ignore_merges": True}, named, None,
        {**METASPACE, "prepend_scheme": "first"}, template("<s>", "</s>", ids))

    model = character_pairs(900, ["<unk>", "<s>", "</s>"], 80, end_of_word_suffix="</w>")
    ids = ids_of(model)
    result["suffix"] = tokenizer(
        {**model, "fuse_unk": True}, added([(ids[c], c) for c in ["<unk>", "<s>", "</s>"]]),
        {"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Lowercase"}]},
        {"type": "Whitespace"}, {"type": "BertProcessing", "cls": ["<s>", 1], "sep": ["</s>", 2]})
    model = character_pairs(900, ["<unk>", "<s>", "</s>"], 80, continuing_subword_prefix="##")
    result["prefix"] = tokenizer(
        {**model, "unk_token": None}, added([(1, "<s>")]), {"type": "NFKC"},
        {"type": "Sequence", "pretokenizers": [
            {"type": "WhitespaceSplit"}, {"type": "Punctuation", "behavior": "Contiguous"},
            {"type": "Digits", "individual_digits": True}]}, None)

    precompiled = [{"type": "Precompiled", "precompiled_charsmap": CHARSMAP}]
    model = unigram(1200, SPECIALS, "<unk>")
    ids = ids_of(model)
    result["xlm-roberta"] = tokenizer(
        model, added([(ids[c], c) for c in SPECIALS], **{"<mask>": {"lstrip": True}}),
        {"type": "Sequence", "normalizers": precompiled + [{
            "type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]},
        SPACED, template("<s>", "</s>", ids, two_seps=True, second=0))
    result["camembert"] = tokenizer(
        model, added([(ids[c], c) for c in SPECIALS],
                     **{"<mask>": {"lstrip": True, "normalized": True}}),
        precompiled[0], SPACED,
        template("<s>", "</s>", ids, two_seps=True, second=0))
    model = unigram(1200, BRACKETS, "[UNK]")
    ids = ids_of(model)
    result["albert"] = tokenizer(
        model, added([(ids[c], c) for c in BRACKETS], **{"[MASK]": {"lstrip": True}}),
        {"type": "Sequence", "normalizers": [
            {"type": "Replace", "pattern": {"String": "``"}, "content": '"'},
            {"type": "Replace", "pattern": {"String": "''"}, "content": '"'},
            {"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"}] + precompiled},
        SPACED, template("[CLS]", "[SEP]", ids))
    result["deberta-v3"] = tokenizer(
        model, added([(ids[c], c) for c in BRACKETS]
                     + [(len(model["vocab"]), "[E1]")], **{"[UNK]": {"normalized": True}}),
        {"type": "Sequence", "normalizers": [
            {"type": "Strip", "strip_left": True, "strip_right": True}] + precompiled + [
            {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]},
        {"type": "Sequence", "pretokenizers": [METASPACE]}, template("[CLS]", "[SEP]", ids))
    result["deberta-v2-new"] = tokenizer(
        {**model, "byte_fallback": False}, result["deberta-v3"]["added_tokens"],
        {"type": "Sequence", "normalizers": [
            {"type": "Replace", "pattern": {"Regex": "\\s{2,}|[\\n\\r\\t]"}, "content": " "},
            {"type": "NFC"}, {"type": "Strip", "strip_left": False, "strip_right": True}]},
        {"type": "Sequence", "pretokenizers": [
            {"type": "Punctuation", "behavior": "Isolated"}, METASPACE]},
        template("[CLS]", "[SEP]", ids))
    return result


def text(s):
    return {"String": s}


# Parts that the families above do not have, put into the tokenizer "roberta".
VARIANTS = {
    "nmt": {"normalizer": {"type": "Sequence", "normalizers": [
        {"type": "Nmt"}, {"type": "Strip", "strip_left": True, "strip_right": False}]}},
    "replace": {"normalizer": {"type": "Sequence", "normalizers": [
        {"type": "Replace", "pattern": text("the"), "content": ""},
        {"type": "Replace", "pattern": text("a"), "content": "éx"},
        {"type": "Prepend", "prepend": "» "}, {"type": "NFKD"}]}},
    "bytes-first": {"normalizer": {"type": "ByteLevel"}, "pre_tokenizer": None,
                    "post_processor": {"type": "ByteLevel", "add_prefix_space": True,
                                       "trim_offsets": True, "use_regex": True}},
    "no-pattern": {"pre_tokenizer": {**BYTE_LEVEL, "use_regex": False, "add_prefix_space": True},
                   "post_processor": None},
    **{f"split-{b}-{i}": {"pre_tokenizer": {"type": "Sequence", "pretokenizers": [
        {"type": "Split", "pattern": text("e"), "behavior": b, "invert": i},
        {"type": "Punctuation", "behavior": b}, {**BYTE_LEVEL, "add_prefix_space": True}]}}
       for b in ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]
       for i in [False, True]},
    "digits": {"pre_tokenizer": {"type": "Sequence", "pretokenizers": [
        {"type": "Digits", "individual_digits": False}, {"type": "FixedLength", "length": 7},
        {"type": "CharDelimiterSplit", "delimiter": "a"}, BYTE_LEVEL]}},
    "words": {"pre_tokenizer": {"type": "Sequence", "pretokenizers": [
        {"type": "Whitespace"}, {**METASPACE, "replacement": " ", "prepend_scheme": "never"},
        BYTE_LEVEL]},
        "post_processor": {"type": "Sequence", "processors": [
            {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True,
             "use_regex": True},
            {"type": "BertProcessing", "cls": ["<s>", 0], "sep": ["</s>", 2]}]}},
    "meta-first": {"pre_tokenizer": {"type": "Sequence", "pretokenizers": [
        {**METASPACE, "replacement": "_", "prepend_scheme": "first", "split": False},
        BYTE_LEVEL]}},
}


def variants(base):
    """The tokenizer "roberta" with parts of VARIANTS, and with added tokens of all flags."""
    result = {f"roberta+{name}": {**base, **parts} for name, parts in VARIANTS.items()}
    ids, new = base["model"]["vocab"], len(base["model"]["vocab"])
    tokens = []
    for content in ["xx", " the", "<r>", "É!", "é", "good", "go", "  "]:
        tokens.append((ids.get(content, new), content))
        new += content not in ids
    lower = {"type": "Sequence", "normalizers": [{"type": "NFD"}, {"type": "Lowercase"}]}
    result["roberta+flags"] = {**base, "normalizer": lower, "added_tokens": added(
        tokens, **{
            "xx": {"single_word": True}, " the": {"rstrip": True, "special": False},
            "<r>": {"rstrip": True, "lstrip": True}, "É!": {"normalized": True, "lstrip": True},
            "é": {"normalized": True, "special": False, "single_word": True},
            "good": {"single_word": True, "lstrip": True, "rstrip": True}, "go": {"rstrip": True},
            "  ": {"special": False, "normalized": True}})}
    return result
