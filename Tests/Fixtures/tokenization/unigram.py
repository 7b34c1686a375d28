"""Writes unigram.json: what Hugging Face makes of texts by a character map and a Unigram model.

    pip install sentencepiece==0.2.3 protobuf tokenizers==0.23.3
    python3 Tests/Fixtures/tokenization/unigram.py [COUNT SEED FILE]

SentencePiece trains 1,000 pieces on the samples; its character map is nmt_nfkc. "normalized" rows are
text, normalized text, and a flat list index, start, end, …: the place in the text, in code points, of
every character that is not simply the next one. "words" rows are a word and flat lists id, start, end,
… in UTF-8 bytes: by the pieces, and by the pieces and 256 bytes after them with byte fallback for
every fourth. "splits" rows are a text and, for each of "patterns", the flat list start, end, … of its
matches in code points. COUNT, SEED and FILE write other rows elsewhere, for a fuzz.
"""
import base64
import io
import json
import pathlib
import random
import sys
import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

HERE = pathlib.Path(__file__).parent
SAMPLES = HERE.parents[2] / "samples"
RANGES = [
    (0x20, 0x7F), (0x20, 0x7F), (0, 0x20), (0x80, 0x250), (0x250, 0x530), (0x300, 0x370), (0x590, 0x700),
    (0x900, 0xE00), (0xE00, 0x1100), (0x1100, 0x1200), (0x1200, 0x2000), (0x2000, 0x2070), (0x2070, 0x2C00),
    (0x2C00, 0x3000), (0x3000, 0x3100), (0x3100, 0x3400), (0x4E00, 0x9FFF), (0xA000, 0xAC00), (0xAC00, 0xD7FF),
    (0xE000, 0xE010), (0xF900, 0x10000), (0xFF00, 0xFFF0), (0x10000, 0x12000), (0x1D000, 0x1D800),
    (0x1F100, 0x1F700), (0x1F1E6, 0x1F200), (0x1F3FB, 0x1F400), (0x20000, 0x2FA20), (0xE0000, 0xE01F0),
]
SPECIAL = [
    "\r\n", "\u200d", "\ufe0f", "\u0301", "\u0308", "\u3099", "\u309a", "\uff9e", "\uff9f", "👩\u200d💻", "🇬🇧", "👍🏽",
    "①", "①\u0301", "ﬁ", "…", "™", "½", "ﷺ", "㍿", "ｶﾞ", "ﾊﾟ", "\u1112\u1161\u11ab", "क्ष", "\u0600", "\u00ad",
    "\u200b", "\u2028", "\ufeff", "\u0000", "▁", " ", "  ", "\t", "e\u0301", "Å", "\u212b", "ﾞ", "゛", "¨", "a\u0323\u0307",
]

PATTERNS = [
    r" {2,}", r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|"
    r"\s*[\r\n]+|\s+(?!\S)|\s+", r"\s+", r"[\r\n]",
]


def matches(pattern, text):
    kept = {part[1] for part in pre_tokenizers.Split(Regex(pattern), "removed").pre_tokenize_str(text)}
    parts = pre_tokenizers.Split(Regex(pattern), "isolated").pre_tokenize_str(text)
    return [place for _, offsets in parts if offsets not in kept for place in offsets]


def train():
    files = sorted(SAMPLES.glob("**/*.txt")) + sorted(SAMPLES.glob("**/*.md"))
    lines = [line.strip() for file in files for line in file.read_text("utf-8").splitlines()]
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([line for line in lines if line]), model_writer=model, vocab_size=1000,
        model_type="unigram", normalization_rule_name="nmt_nfkc", num_threads=1, minloglevel=2)
    proto = sentencepiece_model_pb2.ModelProto.FromString(model.getvalue())
    pieces = [[piece.piece, piece.score] for piece in proto.pieces]
    return pieces, proto.normalizer_spec.precompiled_charsmap, [line for line in lines if line]


def random_text(rng, plain):
    parts = []
    for _ in range(rng.randint(1, 4)):
        kind = rng.random()
        if kind < 0.25:
            source = rng.choice(plain)
            start = rng.randrange(len(source))
            parts.append(source[start:start + rng.randint(1, 12)])
        elif kind < 0.5:
            parts.append(rng.choice(SPECIAL))
        else:
            low, high = rng.choice(RANGES)
            parts.append("".join(chr(rng.randrange(low, high)) for _ in range(rng.randint(1, 3))))
    return "".join(part for part in parts if not any(0xD800 <= ord(c) < 0xE000 for c in part))


def main():
    count, seed, file = 1500, 7, HERE / "unigram.json"
    if len(sys.argv) > 1:
        count, seed, file = int(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3])
    rng = random.Random(seed)
    pieces, charsmap, lines = train()
    known = json.loads((HERE / "texts.json").read_text("utf-8"))
    plain = ["".join(part * times for part, times in row["text"]) for row in known]
    plain = [text for text in plain if text]

    normalizer = Tokenizer(models.BPE({"<unk>": 0}, [], unk_token="<unk>", fuse_unk=False))
    normalizer.normalizer = normalizers.Precompiled(charsmap)
    bytes_too = pieces + [[f"<0x{byte:02X}>", 0.0] for byte in range(256)]
    unigram = models.Unigram([tuple(row) for row in pieces], unk_id=0)
    fallback = models.Unigram([tuple(row) for row in bytes_too], unk_id=0, byte_fallback=True)

    def flat(model, word):
        return [number for token in model.tokenize(word) for number in (token.id, *token.offsets)]

    normalized, words = [], []
    mixed, mostly_samples = plain + lines, plain + lines * 9
    texts = [text[:24] for text in plain] + [random_text(rng, mixed) for _ in range(count)]
    for text in texts:
        changed = normalizer.normalizer.normalize_str(text)
        offsets = normalizer.encode(text).offsets
        assert len(offsets) == len(changed), text
        before = [0, *(end for _, end in offsets)]
        normalized.append([text, changed, [
            place for index, (start, end) in enumerate(offsets)
            if (start, end) != (before[index], before[index] + 1) for place in (index, start, end)]])
    for text in [text[:24] for text in plain] + [random_text(rng, mostly_samples) for _ in range(count)]:
        word = normalizer.normalizer.normalize_str(text).replace(" ", "▁")[:20]
        row = [word, flat(unigram, word)]
        # Bytes take much room, so a quarter of the words must do.
        words.append([*row, flat(fallback, word)] if len(words) % 4 == 0 else row)

    splits = [
        [text, *(matches(pattern, text) for pattern in PATTERNS)]
        for text in (random_text(rng, mixed)[:20] for _ in range(count // 5))]

    def rows(values):
        return "[\n" + ",\n".join(
            json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in values) + "\n]"

    file.write_text(
        '{"charsmap":' + json.dumps(base64.b64encode(charsmap).decode()) + ',\n"pieces":' + rows(pieces)
        + ',\n"normalized":' + rows(normalized) + ',\n"words":' + rows(words)
        + ',\n"patterns":' + json.dumps(PATTERNS) + ',\n"splits":' + rows(splits) + "}\n", "utf-8")


main()
