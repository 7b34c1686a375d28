"""Writes Sources/Tokenization/UnicodeTables+*.swift by asking the `tokenizers` package.

Its normalizers follow several Unicode versions at once (one for each crate they stand on), so the
only tables that agree with it on every scalar are those it answers itself.

    pip install tokenizers==0.23.3 && python3 Tests/Fixtures/tokenization/tables.py
"""
import pathlib
import unicodedata

from tokenizers import __version__, normalizers as n, pre_tokenizers as p

SOURCES = pathlib.Path(__file__).parents[3] / "Sources/Tokenization"
SCALARS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
HANGUL = range(0xAC00, 0xAC00 + 11172)


def bert(**on):
    off = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    return n.BertNormalizer(**{**off, **on}).normalize_str


def base36(number):
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = digits[digit] + text
        if not number:
            return text


def ranges(scalars):
    """`gap` or `gap+length`, the gap counted from the end of the range before."""
    runs = []
    for c in sorted(scalars):
        if runs and runs[-1][1] == c:
            runs[-1][1] = c + 1
        else:
            runs.append([c, c + 1])
    words, end = [], 0
    for a, b in runs:
        words.append(base36(a - end) + ("+" + base36(b - a) if b - a > 1 else ""))
        end = b
    return words


def mapping(pairs):
    """`gap:target,target` or, for runs that move together, `gap+length:target`."""
    runs = []
    for c, to in sorted(pairs.items()):
        last = runs[-1] if runs else None
        if last and len(to) == 1 and len(last[2]) == 1 and last[0] + last[1] == c \
                and last[2][0] + last[1] == to[0]:
            last[1] += 1
        else:
            runs.append([c, 1, to])
    words, end = [], 0
    for a, count, to in runs:
        words.append(base36(a - end) + ("+" + base36(count) if count > 1 else "") + ":"
                     + ",".join(map(base36, to)))
        end = a + count
    return words


def classes(combining):
    """`gap+length:class` for runs of one class."""
    runs = []
    for c, value in sorted(combining.items()):
        if runs and runs[-1][0] + runs[-1][1] == c and runs[-1][2] == value:
            runs[-1][1] += 1
        else:
            runs.append([c, 1, value])
    words, end = [], 0
    for a, count, value in runs:
        words.append(base36(a - end) + ("+" + base36(count) if count > 1 else "") + ":"
                     + base36(value))
        end = a + count
    return words


def swift(topic, tables):
    lines = [
        f"// Written by Tests/Fixtures/tokenization/tables.py from tokenizers {__version__}.",
        "// Numbers are in base 36; every key counts from the end of the one before it.", "",
        "extension UnicodeTables {"]
    for index, (property_name, comment, words) in enumerate(tables):
        lines += [""] * (index > 0) + [f"  /// {comment}", f'  static let {property_name} = """']
        row = "   "
        for word in words:
            if len(row) + 1 + len(word) > 98:
                lines.append(row + " \\")
                row = "   "
            row += " " + word
        lines += [row, '    """']
    lines += ["}", ""]
    (SOURCES / f"UnicodeTables+{topic}.swift").write_text("\n".join(lines))


def combining_classes():
    """The canonical combining class of every scalar that canonical ordering moves.

    The class is found by where a scalar is put among one scalar of each class.
    """
    nfd = n.NFD().normalize_str
    one_of = {}
    # U+0334 and U+0345 have the lowest and the highest class; what neither moves has none.
    lowest, highest = "\u0334", "\u0345"

    def is_moved(text):
        return nfd(text + lowest) != text + lowest or nfd(highest + text) != highest + text

    marks = [chr(c) for c in SCALARS if c not in HANGUL and nfd(chr(c)) == chr(c)
             and is_moved(chr(c))]
    for mark in marks:
        one_of.setdefault(unicodedata.combining(mark), mark)
    assert 0 not in one_of
    found = {}
    for text in marks:
        for value, mark in one_of.items():
            if nfd(text + mark) == text + mark and nfd(mark + text) == mark + text:
                found[ord(text)] = value
                break
        else:
            raise SystemExit(f"no class for U+{ord(text):04X}")
    return found


def main():
    nfd, nfkd, nfc = (f().normalize_str for f in (n.NFD, n.NFKD, n.NFC))
    clean, cjk, strip = bert(clean_text=True), bert(handle_chinese_chars=True), \
        bert(strip_accents=True)
    lower, any_mark = n.Lowercase().normalize_str, n.StripAccents().normalize_str
    pieces = p.BertPreTokenizer().pre_tokenize_str
    byte_pieces = p.ByteLevel(add_prefix_space=False, use_regex=True).pre_tokenize_str
    word_pieces, digits = p.Whitespace().pre_tokenize_str, p.Digits(True).pre_tokenize_str
    sole, signs = p.WhitespaceSplit().pre_tokenize_str, p.Punctuation().pre_tokenize_str
    letters, numbers, numerics, words = ([] for _ in range(4))
    removed, chinese, nonspacing, marks, spaces, punctuation = ([] for _ in range(6))
    canonical, compatible, lowered, excluded = {}, {}, {}, []
    for c in SCALARS:
        text = chr(c)
        cut = len(pieces("a" + text + "a"))
        (spaces if cut == 2 else punctuation if cut == 3 else []).append(c)
        assert (len(sole("a" + text + "a")) == 2) == (cut == 2), hex(c)
        assert (len(signs("a" + text + "a")) == 3) == (cut == 3), hex(c)
        if len(byte_pieces("a" + text)) == 1:
            letters.append(c)
        elif len(byte_pieces("1" + text)) == 1:
            numbers.append(c)
        else:
            # Of what is neither, white space is what parts signs.
            assert (len(byte_pieces("!" + text)) == 1) == (cut != 2), hex(c)
        if len(word_pieces("a" + text)) == 1 and cut != 2:
            words.append(c)
        if len(digits("a" + text)) == 2:
            numerics.append(c)
        cleaned = clean(text)
        if cleaned == "":
            removed.append(c)
        else:
            assert cleaned == (" " if cut == 2 else text), hex(c)
        if cjk(text) != text:
            assert cjk(text) == f" {text} "
            chinese.append(c)
        if any_mark(text) == "":
            marks.append(c)
        if lower(text) != text:
            lowered[c] = [ord(x) for x in lower(text)]
        if c in HANGUL:
            continue
        d = nfd(text)
        if d == text and strip(text) == "":
            nonspacing.append(c)
        if d != text:
            canonical[c] = [ord(x) for x in d]
            if nfc(d) != text:
                excluded.append(c)
            else:
                assert len(nfc(d[:-1])) == 1 and nfc(nfc(d[:-1]) + d[-1]) == text, hex(c)
        if nfkd(text) != d:
            compatible[c] = [ord(x) for x in nfkd(text)]
    combining = combining_classes()
    swift("Classes", [
        ("removed", "Scalars that `clean_text` removes.", ranges(removed)),
        ("whitespace", "Scalars that part words.", ranges(spaces)),
        ("punctuation", "Scalars that are words of their own.", ranges(punctuation)),
        ("chinese", "Scalars that `handle_chinese_chars` puts between spaces.", ranges(chinese)),
        ("nonspacingMarks", "Marks that `strip_accents` removes.", ranges(nonspacing)),
        ("marks", "Marks that the normalizer `StripAccents` removes.", ranges(marks)),
        ("letters", "Scalars that byte-level splitting takes for letters.", ranges(letters)),
        ("numbers", "Scalars that byte-level splitting takes for numbers.", ranges(numbers)),
        ("numerics", "Scalars that the pre-tokenizer `Digits` splits at.", ranges(numerics)),
        ("wordScalars", "Scalars that regular expressions call `\\w`.", ranges(words)),
        ("combiningClasses", "Canonical combining classes other than 0.", classes(combining)),
        ("lowercase", "Scalars and their lower-case forms.", mapping(lowered)),
    ])
    swift("Canonical", [
        ("canonical", "Full canonical decompositions, without Hangul.", mapping(canonical)),
        ("excluded", "Decompositions that are never composed again.", ranges(excluded)),
    ])
    swift("Compatible", [
        ("compatible", "Full compatibility decompositions that are not canonical ones.",
         mapping(compatible)),
    ])


main()
