"""Writes texts.json: varied texts with the ids and offsets that Hugging Face gives them.

    pip install transformers==5.23.0 tokenizers==0.23.3
    python3 Tests/Fixtures/tokenization/make.py

A text is a list of [part, times]; a result is a flat list id, start, end, id, start, end, … in code
points. "lower" is the tokenizer of samples/models/reviews, read from tokenizer.json and again from
vocab.txt alone (both must agree); "cased" is the same vocabulary without lower case and accents kept.
"""
import json
import pathlib
import random
import shutil
import tempfile
from transformers import AutoTokenizer, BertTokenizerFast

HERE = pathlib.Path(__file__).parent
MODEL = HERE.parents[2] / "samples/models/reviews"

PLAIN = [
    "", " ", "\n\t\r ", "\u3000\u00a0", "a", "The food was great, but the service wasn't!",
    "It's 15.6\" and costs £1,299.99 (16:9).", "rock'n'roll ’tis o’clock y'all's",
    "https://example.org/a-b_c?d=e&f=%20#g", "mail@example.org", "3.14e-10 +1/2 50% #1 @me",
    "# Title\n\n* item *one*\n* `code` [link](x.html)\n\n> quote\n", "| a | b |\n|---|---|\n| 1 | 2 |",
    "café naïve résumé Ångström über façade ñandú", "cafe\u0301 nai\u0308ve A\u030angstro\u0308m",
    "Zażółć gęślą jaźń", "İstanbul IĞDIR ıssız", "STRASSE Straße ẞ", "ﬁ ﬂ ﬃ ﬆ Ǆ ǅ ǆ",
    "ΟΔΥΣΣΕΥΣ Σίσυφος ς σ Σ", "Привет, мир! Ёлка й", "Съешь ещё этих мягких булок",
    "中文", "我爱北京天安门", "abc中def文ghi", "日本語のテキスト、カタカナ。", "ｶﾞﾊﾟ", "がぎ か\u3099",
    "한국어 문장입니다.", "\u1112\u1161\u11ab", "각갂갃", "ภาษาไทย สวัสดีครับ", "กำ ก็",
    "مرحبا بالعالم", "العَرَبِيَّةُ", "שלום עולם", "בְּרֵאשִׁית", "नमस्ते दुनिया", "क्षत्रिय कि की",
    "தமிழ் நொடி", "བོད་ཡིག", "ქართული ᲥᲐᲠᲗᲣᲚᲘ", "հայերեն", "አማርኛ", "ᏣᎳᎩ ꭰꭱ",
    "😀 good 👍🏽 👩‍👩‍👧‍👦 🏳️‍🌈 🇬🇧🇫🇷", "#️⃣ *️⃣ 1️⃣", "‼️ ⁉ ©®™", "❤️", "👩\u200d💻nice",
    "a\u0000b", "\u0000", "a\u0001b\u0002 \u0003", "\u0007bell\u0008", "tab\tnew\nline\rreturn\x0bvt\x0cff",
    "a\u0085b", "a\u200bb\u200cc\u200dd", "\ufeffbom", "a\u00adb soft", "a\ufffdb \ufffd", "\u2028\u2029x",
    "\u202eabc\u202c", "\u2066x\u2069", "\ue000private\uf8ff", "\U0010ffff \U000f0000", "\u0378\u0379 unassigned",
    "𝒜𝓑𝔠 𝟙𝟚𝟛", "𐐀𐐨 𐎀", "𠀀𠀁 𪜀 𫝀 𫠠", "豈更車 你", "①②③ ½ ² ₂ Ⅳ", "ＦＵＬＬ width １２３",
    "[CLS]", "[SEP]", "[MASK]x", "x[MASK]", "a [SEP] b", "[PAD][UNK]", "[cls] [ SEP ] [[MASK]]", "[MASK", "MASK]",
    "[MASK]'s [CLS]\u0301", "\u0301", "\u0301a", " \u0301 a\u0301\u0323\u0327b", "a\u0345\U0001d165b",
    "q\u0307\u0323 q\u0323\u0307", "\u1e69 s\u0323\u0307", "\u0344 \u0f73 \u0f71\u0f72", "o\u0334\u0301",
    "!!!???...", "…—–‘’“”«»", "¿¡§¶", "$€£¥+<=>^`|~", "a_b-c/d\\e", "don't can’t l'été n°5", "10:30 1/2 1.000,50",
    "word\u2019s word\u02bcs word`s", "A.B.C. U.S.A. e.g.", "\u0600123 \u0d4eക", "x\u20dd y\u20e3", "a\u0591\u05b0b",
    "##ing ing ##", "the the the", "unbelievably antidisestablishmentarianism", "supercalifragilisticexpialidocious",
    "\t\t\tindented", "trailing   ", "   leading", "a  b   c    d", "ſ ſt K Å Ω", "ŉ ǰ ΐ ΰ և ẖ ẗ ẘ ẙ ẚ",
]
LONG = [
    [["a", 10000]], [["é", 10000]], [["中", 60], ["a", 60]], [[" ", 20000]], [["x", 1], ["\n", 5000], ["y", 1]],
    [["a", 100]], [["a", 101]], [["e\u0301", 100]], [["e\u0301", 101]], [["İ", 100]], [["a\u0301\u0000", 99]],
    [["e", 1], ["\u0301", 5000], ["x", 1]], [["‼\u200d", 40]], [["👩\u200d", 200], ["a", 1]], [["ab ", 60]],
    [["\u0000", 3000], ["z", 1]], [["don't ", 30]], [["1,", 40], ["2", 1]], [["한", 101]], [["[", 50], ["CLS]", 1]],
    [["\U0001f1e6", 31]], [["good", 25]], [["good", 26]], [["\u1100", 300]],
]


def mixed(count):
    """Combines parts of the texts above with pieces of the vocabulary, always the same ones."""
    r = random.Random(2204)
    parts = sorted({word for text in PLAIN for word in text.split(" ") if word})
    vocabulary = (MODEL / "vocab.txt").read_text(encoding="utf-8").split("\n")
    for _ in range(count):
        words = []
        for _ in range(r.randrange(1, 9)):
            kind = r.random()
            word = r.choice(parts) if kind < 0.6 else r.choice(vocabulary).replace("##", "")
            if kind > 0.9:
                word += chr(r.choice([0x300, 0x301, 0x323, 0x327, 0x345, 0x5b0, 0x64b, 0x200d, 0xfe0f]))
            words.append(word + r.choice(["", " ", " ", " ", "\n", "-", ", "]))
        yield [["".join(words), 1]]


def flat(tokenizer, texts):
    encoding = tokenizer(texts, return_offsets_mapping=True)
    return [[number for i, (a, b) in zip(ids, offsets) for number in (i, a, b)]
            for ids, offsets in zip(encoding["input_ids"], encoding["offset_mapping"])]


def main():
    texts = [[[text, 1]] for text in PLAIN] + LONG + list(mixed(520))
    plain = ["".join(part * times for part, times in text) for text in texts]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(MODEL / "vocab.txt", folder)
        lower = flat(AutoTokenizer.from_pretrained(MODEL), plain)
        assert lower == flat(BertTokenizerFast.from_pretrained(folder), plain)
        cased = flat(BertTokenizerFast.from_pretrained(
            folder, do_lower_case=False, strip_accents=False), plain)
    # Escaped, so that no editor or tool changes a text's bytes.
    rows = [json.dumps({"text": t, "lower": a, "cased": b}, separators=(",", ":"))
            for t, a, b in zip(texts, lower, cased)]
    (HERE / "texts.json").write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="ascii")
    print(len(rows), "texts")


main()
