"""Writes the weights files of this folder, good and hostile.

Needs PyTorch and safetensors (PyPI). The good files are tensors saved by torch.save() in both of
its formats, with what they hold as safetensors next to them; the hostile ones are made by hand,
and hostile.json says what the reader must answer to each.
"""

import collections
import json
import pathlib
import pickle
import struct
import zlib

import torch
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent


# Good files.


def tensors():
    """A state dict with every kind of tensor that torch.save() writes."""
    torch.manual_seed(7)
    base = torch.randn(6, 8)
    state = collections.OrderedDict()
    state["float32"] = base
    state["float16"] = torch.randn(3, 5).half()
    state["bfloat16"] = torch.randn(3, 5).bfloat16()
    state["float64"] = torch.randn(2, 3, 4, dtype=torch.float64) * 1e-3
    state["parameter"] = torch.nn.Parameter(torch.randn(4))
    state["scalar"] = torch.tensor(-2.5)
    state["empty"] = torch.zeros(0, 3)
    # Views: a transposed matrix, a part of one, steps, three turned dimensions, one storage.
    state["transposed"] = base.t()
    state["part"] = base[1:5, 2:7]
    state["steps"] = base[::2, ::3]
    state["turned"] = torch.randn(2, 3, 4).permute(2, 0, 1)
    state["turned16"] = torch.randn(5, 2).half().t()
    state["tied"] = state["float32"]
    state["one"] = base[2:3, 4:5]
    state["position_ids"] = torch.arange(5).expand((1, -1))
    state["mask"] = torch.tensor([True, False])
    state["count"] = torch.tensor(3)
    state._metadata = collections.OrderedDict([("", {"version": 1, "scale": 0.5})])
    return state


def expected(state):
    return {n: t.detach().clone().contiguous() for n, t in state.items()}


def good():
    state = tensors()
    torch.save(state, HERE / "zip.bin")
    torch.save(state, HERE / "old.bin", _use_new_zipfile_serialization=False)
    torch.save(dict(state), HERE / "protocol4.bin", pickle_protocol=4)
    torch.save(dict(state), HERE / "protocol5.bin", pickle_protocol=5)
    bytes8 = {"small": torch.zeros(2, dtype=torch.float8_e4m3fn), "weight": torch.ones(2)}
    torch.save(bytes8, HERE / "float8.bin")
    save_file(expected(state), HERE / "expected.safetensors")
    names = sorted(state)
    shards = [names[::2], names[1::2]]
    for kind in ("safetensors", "bin"):
        folder = HERE / f"sharded-{kind}"
        folder.mkdir(exist_ok=True)
        stem = "model" if kind == "safetensors" else "pytorch_model"
        weight_map = {}
        for number, shard in enumerate(shards, 1):
            file = f"{stem}-{number:05}-of-{len(shards):05}.{kind}"
            part = expected({n: state[n] for n in shard})
            if kind == "bin":
                torch.save(part, folder / file)
            else:
                save_file(part, folder / file, {"format": "pt"})
            weight_map |= {n: file for n in shard}
        index = {"metadata": {"total_size": 1, "about": ["two", {"files": None}]}}
        index["weight_map"] = weight_map
        name = f"{stem}.{kind}.index.json"
        (folder / name).write_text(json.dumps(index, indent=1))


# Hostile files.


def safetensors(header, data=b"\0" * 8, length=None):
    header = header if isinstance(header, bytes) else header.encode()
    return struct.pack("<Q", len(header) if length is None else length) + header + data


def entry(start, end, shape="[1]", dtype="F32"):
    return f'{{"dtype":"{dtype}","shape":{shape},"data_offsets":[{start},{end}]}}'


def zipped(entries, method=0, offsets=None, claim=None):
    """A zip file of (name, bytes), with what a liar would write into its directory."""
    out, directory = b"", b""
    for index, (name, data) in enumerate(entries):
        name = name.encode()
        offset = len(out)
        check = zlib.crc32(data)
        fixed = struct.pack("<HHHHHIII", 20, 0, method, 0, 0, check, len(data), len(data))
        out += b"PK\3\4" + fixed + struct.pack("<HH", len(name), 0) + name + data
        size = len(data) if claim is None else claim
        place = offset if offsets is None else offsets[index]
        directory += b"PK\1\2\0\0" + struct.pack(
            "<HHHHHIII", 20, 0, method, 0, 0, check, size, size)
        directory += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, place) + name
    count = len(entries)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(out), 0)
    return out + directory + b"PK\5\6" + end


def archive(pickled, order=b"little", storage=b"\0" * 16):
    parts = [("m/data.pkl", pickled), ("m/byteorder", order), ("m/data/0", storage)]
    return zipped(parts)


def text(string):
    return b"X" + struct.pack("<I", len(string)) + string.encode()


def view(offset=0, shape=(4,), strides=(1,), count=4, storage="FloatStorage"):
    """The instructions that build one tensor."""

    def number(value):
        data = pickle.encode_long(value)
        return b"\x8a" + bytes([len(data)]) + data

    def many(values):
        return b"(" + b"".join(map(number, values)) + b"t"

    return (
        b"ctorch._utils\n_rebuild_tensor_v2\n(("
        + text("storage") + b"ctorch\n" + storage.encode() + b"\n" + text("0") + text("cpu")
        + number(count) + b"tQ" + number(offset) + many(shape) + many(strides)
        + b"\x89}tR"
    )


def state(value):
    return b"\x80\x02}" + text("w") + value + b"s."


def old(pickled, little=b"\x88", keys=b"\x80\x02]" + text("0") + b"a.", count=4):
    """The old format around one pickle."""
    magic = pickle.dumps(0x1950A86A20F9469CFC6C, 2) + pickle.dumps(1001, 2)
    system = b"\x80\x02}" + text("little_endian") + little + b"s."
    return magic + system + pickled + keys + struct.pack("<q", count) + b"\0" * 16


HEADER = '{"a":%s,"b":%s}' % (entry(0, 4), entry(4, 8))
GOOD = state(view())

HOSTILE = {
    # Pickles that would run something.
    "global.bin": (archive(b"\x80\x02cos\nsystem\n" + text("true") + b"\x85R."),
                   "at byte 2 of its pickle, it names the global os.system"),
    "stack_global.bin": (archive(b"\x80\x04\x8c\x05posix\x8c\x06system\x93."),
                         "at byte 17 of its pickle, it names the global posix.system"),
    "builtins.bin": (archive(b"\x80\x02c__builtin__\neval\n" + text("1") + b"\x85R."),
                     "it names the global __builtin__.eval"),
    "torch_load.bin": (archive(b"\x80\x02ctorch.hub\nload\n)R."),
                       "it names the global torch.hub.load"),
    "reduce.bin": (archive(b"\x80\x02" + text("x") + b")R."), "it calls a string with a tuple"),
    "reduce_type.bin": (archive(b"\x80\x02ctorch\nFloatStorage\nK\x01\x85R."),
                        "it calls torch.FloatStorage with 1 arguments that do not fit"),
    "inst.bin": (archive(b"\x80\x02(ios\nsystem\n."), "it asks for the instruction INST"),
    "obj.bin": (archive(b"\x80\x02(ccollections\nOrderedDict\no."), "the instruction OBJ"),
    "newobj.bin": (archive(b"\x80\x02ccollections\nOrderedDict\n)\x81."), "instruction NEWOBJ"),
    "ext1.bin": (archive(b"\x80\x02\x82\x01."), "the instruction EXT1"),
    "ext4.bin": (archive(b"\x80\x02\x84\1\0\0\0."), "the instruction EXT4"),
    "persid.bin": (archive(b"\x80\x02Pfile\n."), "the instruction PERSID"),
    "module.bin": (archive(b"\x80\x02" + text("module") + b"\x85Q."),
                   "it refers to something that is no storage"),
    "build.bin": (archive(b"\x80\x02ctorch\nSize\n}b."),
                  "it sets the state of the global torch.Size"),
    "unknown.bin": (archive(b"\x80\x02\xff."), "the instruction 0xFF"),
    # Pickles that would fill the memory or overflow something.
    "unicode_length.bin": (archive(b"\x80\x02X\xff\xff\xff\xff."),
                           "it has a string of 4294967295 bytes"),
    "unicode8_length.bin": (archive(b"\x80\x04\x8d" + b"\xff" * 8 + b"."),
                            "a length is impossible"),
    "long4.bin": (archive(b"\x80\x02\x8b\xff\xff\xff\xff."), "the instruction LONG4"),
    "frame.bin": (archive(b"\x80\x04\x95" + b"\xff" * 4), "it is cut short"),
    "memo.bin": (archive(b"\x80\x02j\xff\xff\xff\xff."), "recalls value 4294967295"),
    "marks.bin": (archive(b"\x80\x02" + b"(" * 1000 + b"."), "its stack is empty"),
    "nested.bin": (archive(b"\x80\x02)" + b"\x85" * 20000 + b"."), "it holds a tuple and not"),
    "itself.bin": (archive(b"\x80\x02]q\0h\0ah\0ah\0ah\0a."), "it holds a list and not"),
    "dictionary_itself.bin": (archive(b"\x80\x02}q\0" + text("w") + b"h\0s."),
                              "its entry “w” is a dictionary and not a tensor"),
    "no_stop.bin": (archive(b"\x80\x02}"), "it is cut short"),
    "empty_pickle.bin": (archive(b""), "it is cut short"),
    "protocol9.bin": (archive(b"\x80\x09}."), "its protocol is 9"),
    # Tensors that leave their storage.
    "offset.bin": (archive(state(view(offset=1))), "leaves its storage “0” of 4 elements"),
    "negative_offset.bin": (archive(state(view(offset=-1))), "leaves its storage"),
    "negative_stride.bin": (archive(state(view(3, (4,), (-1,)))), "leaves its storage"),
    "negative_size.bin": (archive(state(view(0, (-4,)))), "leaves its storage"),
    "stride.bin": (archive(state(view(0, (2,), (2**62,)))), "leaves its storage"),
    "shape.bin": (archive(state(view(0, (2**62, 4), (0, 1)))), "leaves its storage"),
    "storage_size.bin": (archive(state(view(count=5))), "missing or has another size"),
    "storage_huge.bin": (archive(state(view(count=2**62))), "missing or has another size"),
    "storage_negative.bin": (archive(state(view(count=-1))), "something that is no storage"),
    "stride_of_one.bin": (archive(state(view(0, (1, 2), (2**62, 2)))), ""),
    "repeated.bin": (archive(state(view(0, (4, 2**40), (1, 0)))),
                     "it has more elements than the file can hold"),
    "two_types.bin": (archive(state(view() + b"s" + text("v") + view(storage="IntStorage"))),
                      "it describes the storage “0” in two ways"),
    # Things that are no state dict.
    "training.bin": (archive(b"\x80\x02}" + text("state_dict") + b"}s."),
                     "its entry “state_dict” is a dictionary and not a tensor"),
    "twice.bin": (archive(b"\x80\x02}(" + text("w") + view() + text("w") + view() + b"u."),
                  "“w”: the state dict has it twice"),
    "number_key.bin": (archive(b"\x80\x02}K\x01" + view() + b"s."), "is a number"),
    "big_endian.bin": (archive(GOOD, b"big"), "saved on a big-endian machine"),
    "tar.bin": (b"sys_info" + b"\0" * 600, "not a file that torch.save() writes"),
    "empty.bin": (b"", "not a file that torch.save() writes"),
    # The old format.
    "old_global.bin": (old(b"\x80\x02cos\nsystem\n."),
                       "at byte 2 of its pickle, it names the global os.system"),
    "old_big_endian.bin": (old(GOOD, little=b"\x89"), "saved on a big-endian machine"),
    "old_storage_size.bin": (old(GOOD, count=5), "“0” is cut short or has another size"),
    "old_storage_negative.bin": (old(GOOD, count=-1), "“0” is cut short or has another size"),
    "old_keys.bin": (old(GOOD, keys=b"\x80\x02]" + text("1") + b"a."),
                     "the list of its storages does not fit its tensors"),
    "old_no_keys.bin": (old(GOOD, keys=b"\x80\x02]."), "lacks one of a tensor's"),
    "old_cut.bin": (old(GOOD)[:-1], "“0” is cut short or has another size"),
    # Zip files that lie.
    "deflated.bin": (zipped([("m/data.pkl", GOOD)], method=8), "is compressed (method 8)"),
    "overlapping.bin": (zipped([("m/data.pkl", GOOD), ("m/data.pkl", GOOD)], offsets=[0, 0]),
                        "has “m/data.pkl” twice"),
    "shared_header.bin": (
        zipped([("m/data.pkl", GOOD + b"PK\3\4" + struct.pack(
            "<HHHHHIIIHH", 20, 0, 0, 0, 0, 0, 4, 4, 8, 0) + b"m/data/0" + b"\0" * 16),
            ("m/data/0", b"\0" * 16)], offsets=[0, 40 + len(GOOD)]), "overlap"),
    "entry_size.bin": (zipped([("m/data.pkl", GOOD)], claim=2**31), "ends outside the file"),
    "entry_offset.bin": (zipped([("m/data.pkl", GOOD)], offsets=[2**31]),
                         "is not where it should be"),
    "no_pickle.bin": (zipped([("m/other", b"")]), "without exactly one data.pkl"),
    "two_pickles.bin": (zipped([("a/data.pkl", GOOD), ("b/data.pkl", GOOD)]),
                        "without exactly one data.pkl"),
    "script.bin": (zipped([("m/data.pkl", GOOD), ("m/constants.pkl", b"")]),
                   "it is a TorchScript program"),
    "no_directory.bin": (archive(GOOD)[:-22], "its central directory is missing"),
    # Safetensors.
    "overlap.safetensors": (safetensors('{"a":%s,"b":%s}' % (entry(0, 4), entry(0, 4))),
                            "“b”: it overlaps with “a”"),
    "hole.safetensors": (safetensors('{"b":%s}' % entry(4, 8)), "are of no tensor"),
    "tail.safetensors": (safetensors('{"a":%s}' % entry(0, 4)), "are of no tensor"),
    "range.safetensors": (safetensors('{"a":%s}' % entry(0, 12, "[3]")), "is cut short"),
    "range_overflow.safetensors": (
        safetensors('{"a":%s}' % entry(0, 2**63 - 1)), "is cut short"),
    "offset_overflow.safetensors": (
        safetensors('{"a":%s}' % entry(0, 2**64)), "a number is too large"),
    "negative.safetensors": (safetensors('{"a":%s}' % entry(0, 8, "[-2]")),
                             "not a whole number of 0 or more"),
    "shape.safetensors": (safetensors('{"a":%s}' % entry(0, 8, "[4294967296,4294967296]")),
                          "its shape is impossible"),
    "dtype_size.safetensors": (safetensors('{"a":%s}' % entry(0, 8, "[8]")),
                               "its shape and its number of bytes differ"),
    "dtype.safetensors": (safetensors('{"a":%s}' % entry(0, 8, "[2]", "F33")),
                          "know no element type “F33”"),
    "integers.safetensors": (safetensors('{"w":%s}' % entry(0, 8, "[1]", "I64")),
                             "as I64; weights can be F32, F16, BF16 or F64"),
    "twice.safetensors": (safetensors('{"a":%s,"a":%s}' % (entry(0, 4), entry(4, 8))),
                          "“a”: the header has it twice"),
    "field_twice.safetensors": (
        safetensors('{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}'),
        "“a”: its “dtype” is there twice"),
    "escaped_twice.safetensors": (
        safetensors('{"a":%s,"\\u0061":%s}' % (entry(0, 4), entry(4, 8))),
        "“a”: the header has it twice"),
    "field_missing.safetensors": (safetensors('{"a":{"dtype":"F32","shape":[2]}}'),
                                  "it lacks dtype, shape or data_offsets"),
    "length_4g.safetensors": (safetensors("{}", b"", 2**32),
                              "would take 4294967296 bytes"),
    "length_max.safetensors": (safetensors("{}", b"", 2**64 - 1),
                               "would take 18446744073709551615 bytes"),
    "nested.safetensors": (
        safetensors('{"a":{"x":%s}}' % ("[" * 5000 + "]" * 5000)), "it is nested too deeply"),
    "nested_objects.safetensors": (
        safetensors('{"a":{"x":%s}}' % ('{"x":' * 5000 + "1" + "}" * 5000)),
        "it is nested too deeply"),
    "dimensions.safetensors": (
        safetensors('{"a":%s}' % entry(0, 8, "[" + "1," * 5000 + "2]")),
        "a list of more than 64 numbers"),
    "not_utf8.safetensors": (safetensors(b'{"\xff":1}'), "it is not UTF-8"),
    "surrogate.safetensors": (safetensors('{"\\ud800":%s}' % entry(0, 8, "[2]")),
                              "a string holds an unknown escape"),
    "trailing.safetensors": (safetensors(HEADER + "\0"), "something follows its end"),
    "metadata.safetensors": (safetensors('{"__metadata__":{"a":1},"a":1}'),
                             "“\"” is missing"),
    "empty_header.safetensors": (safetensors(""), "“{” is missing"),
    "list.safetensors": (safetensors("[]"), "“{” is missing"),
    "nan.safetensors": (safetensors('{"w":%s}' % entry(0, 8, "[2]"),
                                    struct.pack("<ff", 1, float("nan"))),
                        "holds nan as element 1 of tensor “w”"),
    "infinity.safetensors": (safetensors('{"w":%s}' % entry(0, 8, "[1]", "F64"),
                                         struct.pack("<d", 1e300)),
                             "holds inf as element 0 of tensor “w”"),
}


def hostile():
    folder = HERE / "hostile"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, (data, _) in HOSTILE.items():
        (folder / name).write_bytes(data)
    answers = {name: answer for name, (_, answer) in HOSTILE.items()}
    (folder / "hostile.json").write_text(
        json.dumps(answers, indent=1, ensure_ascii=False) + "\n")


good()
hostile()
