/// A value of a pickle.
///
/// Containers are numbers of a ``PickleHeap``: a pickle can nest them a million deep or into
/// themselves, and freeing such a chain of objects would overflow the stack.
enum PickleValue {
  case none
  case bool(Bool)
  case integer(Int)
  /// An integer of more than 64 bits, little-endian.
  case longInteger([UInt8])
  /// A floating-point number, of which none is needed.
  case float
  case string(String)
  case tuple(Int)
  case list(Int)
  case dictionary(Int)
  case global(TorchGlobal)
  case storage(Int)
  case tensor(Int)

  /// What the value is, for messages.
  var kind: String {
    switch self {
    case .none: "None"
    case .bool: "a truth value"
    case .integer, .longInteger, .float: "a number"
    case .string: "a string"
    case .tuple: "a tuple"
    case .list: "a list"
    case .dictionary: "a dictionary"
    case .global(let global): "the global \(global.name)"
    case .storage: "a storage"
    case .tensor: "a tensor"
    }
  }
}

/// The containers, storages and tensors that a pickle has built.
struct PickleHeap {
  /// A storage: numbers that tensors are views of.
  struct Storage: Equatable {
    /// The name by which the file holds its bytes.
    var key: String
    /// What its elements are; nil for bytes of any type.
    var type: String?
    /// The number of its elements, or of its bytes if it has no type.
    var count: Int
  }

  /// A tensor: a view of a storage.
  struct Tensor: Equatable {
    var storage: Int
    /// The element type as safetensors files name it.
    var type: String
    /// The first element's index in the storage.
    var offset: Int
    var shape: [Int]
    var strides: [Int]
  }

  var tuples: [[PickleValue]] = []
  var lists: [[PickleValue]] = []
  var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
  var storages: [Storage] = []
  var storagesByKey: [String: Int] = [:]
  var tensors: [Tensor] = []
}
