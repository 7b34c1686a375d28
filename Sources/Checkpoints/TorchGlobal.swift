/// What a pickle may name: all that `torch.save()` needs for a state dict, and nothing else.
enum TorchGlobal: Hashable {
  case orderedDictionary
  case size
  case rebuildTensor
  case rebuildTypedTensor
  case rebuildParameter
  /// A class of storages by its elements' type; nil for bytes of any type.
  case storage(String?)
  /// An element type.
  case type(String)

  /// All that may be named.
  private static let all: [String: TorchGlobal] = {
    var all: [String: TorchGlobal] = [
      "collections.OrderedDict": .orderedDictionary,
      "torch.Size": .size,
      "torch._utils._rebuild_tensor_v2": .rebuildTensor,
      "torch._utils._rebuild_tensor_v3": .rebuildTypedTensor,
      "torch._utils._rebuild_parameter": .rebuildParameter,
      "torch.storage.UntypedStorage": .storage(nil),
    ]
    let storages = [
      "Float": "F32", "Double": "F64", "Half": "F16", "BFloat16": "BF16", "Long": "I64",
      "Int": "I32", "Short": "I16", "Char": "I8", "Byte": "U8", "Bool": "BOOL",
      "ComplexFloat": "C64",
    ]
    for (name, type) in storages { all["torch.\(name)Storage"] = .storage(type) }
    // The types that have no class of storages of their own.
    let types = [
      "uint16": "U16", "uint32": "U32", "uint64": "U64", "float8_e4m3fn": "F8_E4M3",
      "float8_e5m2": "F8_E5M2", "float8_e4m3fnuz": "F8_E4M3FNUZ",
      "float8_e5m2fnuz": "F8_E5M2FNUZ", "float8_e8m0fnu": "F8_E8M0",
    ]
    for (name, type) in types { all["torch.\(name)"] = .type(type) }
    return all
  }()

  /// Finds a global; nil for all that must not be named.
  init?(_ name: String) {
    guard let global = Self.all[name] else { return nil }
    self = global
  }

  /// The name for messages.
  var name: String { Self.all.first { $0.value == self }?.key ?? "?" }
}
