/// A reader of pickles that can build tensors and nothing else.
///
/// It follows a closed list of instructions, each with bounds, and knows a closed list of
/// globals; everything else is refused with its name and its place. Nothing of a pickle is ever
/// called: a tensor is a description of where its elements lie.
struct Unpickler {
  /// What is refused, and at which byte of the pickle.
  struct Refusal: Error, Equatable {
    /// What is wrong, as the end of a sentence.
    var detail: String
    /// The instruction's byte.
    var position: Int
  }

  /// The most bytes of one pickle: a hundred times what a large encoder takes.
  static let sizeLimit = 16_000_000
  /// The most instructions.
  private static let stepLimit = 4_000_000
  /// The most values on the stack and in the memo.
  private static let valueLimit = 1_000_000
  /// The most bytes of a string, which is a tensor's name.
  private static let stringLimit = 65_535

  let file: ByteView
  /// The first byte behind the pickle.
  let end: Int
  /// The next byte.
  private(set) var position: Int
  /// The first byte of the pickle that is followed.
  private var start: Int
  /// The byte of the instruction that is followed.
  private var instruction: Int
  /// What has been built.
  var heap = PickleHeap()
  private var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]

  /// Starts at a byte of a file.
  init(_ file: ByteView, in range: Range<Int>) {
    self.file = file
    position = range.lowerBound
    start = range.lowerBound
    instruction = range.lowerBound
    end = min(range.upperBound, file.count)
  }

  /// Follows one pickle to its end; several may follow each other.
  mutating func load() throws(Refusal) -> PickleValue {
    stack = []
    marks = []
    memo = [:]
    start = position
    for _ in 0..<Self.stepLimit {
      instruction = position
      guard position - start < Self.sizeLimit else {
        throw refusal("it is longer than \(Self.sizeLimit) bytes")
      }
      let byte = try uint8()
      guard let opcode = PickleOpcode(rawValue: byte) else {
        throw refusal("it asks for the instruction \(PickleOpcode.name(of: byte))")
      }
      if opcode == .stop { return try pop() }
      try follow(opcode)
    }
    throw refusal("it has more than \(Self.stepLimit) instructions")
  }

  /// Returns a refusal at the current instruction.
  func refusal(_ detail: String) -> Refusal {
    Refusal(detail: detail, position: instruction - start)
  }

  private mutating func follow(_ opcode: PickleOpcode) throws(Refusal) {
    switch opcode {
    case .protocol:
      let version = try uint8()
      guard (2...5).contains(version) else { throw refusal("its protocol is \(version)") }
    case .frame: _ = try take(8)
    case .none: try push(.none)
    case .true: try push(.bool(true))
    case .false: try push(.bool(false))
    case .integer8: try push(.integer(Int(uint8())))
    case .integer16: try push(.integer(number(2)))
    case .integer32: try push(.integer(Int(Int32(truncatingIfNeeded: number(4)))))
    case .long: try push(long())
    case .float: _ = try take(8); try push(.float)
    case .shortString, .shortUnicode: try push(.string(string(Int(uint8()))))
    case .unicode: try push(.string(string(number(4))))
    case .longUnicode: try push(.string(string(number(8))))
    case .mark:
      guard marks.count < Self.valueLimit else { throw refusal("it has too many marks") }
      marks.append(stack.count)
    case .emptyTuple: try pushTuple([])
    case .tuple: try pushTuple(popMark())
    case .tuple1, .tuple2, .tuple3:
      try pushTuple(popLast(Int(opcode.rawValue - PickleOpcode.tuple1.rawValue) + 1))
    case .emptyList:
      heap.lists.append([])
      try push(.list(heap.lists.count - 1))
    case .emptyDictionary: try push(newDictionary())
    case .append: try appendToList(popLast(1))
    case .appends: try appendToList(popMark())
    case .setItem: try setItems(popLast(2))
    case .setItems: try setItems(popMark())
    case .get: try recall(Int(uint8()))
    case .longGet: try recall(number(4))
    case .put: try remember(Int(uint8()))
    case .longPut: try remember(number(4))
    case .memoize: try remember(memo.count)
    case .global: try push(global(line() + "." + line()))
    case .stackGlobal:
      let names = try popLast(2)
      guard case .string(let module) = names[0], case .string(let name) = names[1] else {
        throw refusal("it names a global by \(names[0].kind) and \(names[1].kind)")
      }
      try push(global("\(module).\(name)"))
    case .persistentID: try push(storage(pop()))
    case .reduce:
      let call = try popLast(2)
      try push(reduce(call[0], call[1]))
    case .build:
      // Only the `_metadata` of a state dict, of which nothing is needed.
      let parts = try popLast(2)
      guard case .dictionary = parts[0], case .dictionary = parts[1] else {
        throw refusal("it sets the state of \(parts[0].kind)")
      }
      try push(parts[0])
    case .stop: break
    }
  }

  // MARK: Bytes

  /// Passes over bytes and returns where they begin.
  private mutating func take(_ count: Int) throws(Refusal) -> Int {
    guard count >= 0, count <= end - position else { throw refusal("it is cut short") }
    defer { position += count }
    return position
  }

  private mutating func uint8() throws(Refusal) -> UInt8 { file.bytes[try take(1)] }

  /// Reads a number of 2, 4 or 8 bytes without a sign.
  private mutating func number(_ size: Int) throws(Refusal) -> Int {
    let start = try take(size)
    var value: UInt64 = 0
    for index in (0..<size).reversed() { value = value << 8 | UInt64(file.bytes[start + index]) }
    guard let value = Int(exactly: value) else { throw refusal("a length is impossible") }
    return value
  }

  private mutating func string(_ count: Int) throws(Refusal) -> String {
    guard count <= Self.stringLimit else {
      throw refusal("it has a string of \(count) bytes, and a name has at most \(Self.stringLimit)")
    }
    let start = try take(count)
    guard let text = String(validating: file.bytes[start..<start + count], as: UTF8.self) else {
      throw refusal("a string is not UTF-8")
    }
    return text
  }

  /// Reads up to a line feed, as GLOBAL has its names.
  private mutating func line() throws(Refusal) -> String {
    let limit = min(end - position, 256)
    guard let length = file.bytes[position..<position + limit].firstIndex(of: 0x0A) else {
      throw refusal("the name of a global has no end")
    }
    let text = try string(length - position)
    position += 1
    return text
  }

  /// Reads an integer of up to 255 bytes in two's complement.
  private mutating func long() throws(Refusal) -> PickleValue {
    let count = Int(try uint8())
    let start = try take(count)
    let bytes = Array(file.bytes[start..<start + count])
    guard count <= 8 else { return .longInteger(bytes) }
    var value = Int64((bytes.last ?? 0) >= 0x80 ? -1 : 0)
    for byte in bytes.reversed() { value = value << 8 | Int64(byte) }
    return .integer(Int(value))
  }

  // MARK: The stack

  mutating func push(_ value: PickleValue) throws(Refusal) {
    guard stack.count < Self.valueLimit else { throw refusal("its stack is too high") }
    stack.append(value)
  }

  private mutating func pop() throws(Refusal) -> PickleValue { try popLast(1)[0] }

  private mutating func popLast(_ count: Int) throws(Refusal) -> [PickleValue] {
    // What lies below a mark belongs to whoever set it.
    guard stack.count - (marks.last ?? 0) >= count else { throw refusal("its stack is empty") }
    defer { stack.removeLast(count) }
    // Not Array(…), which can share the stack's memory, however much that is, with every tuple.
    return stack.suffix(count).map(\.self)
  }

  private mutating func popMark() throws(Refusal) -> [PickleValue] {
    guard let mark = marks.popLast() else { throw refusal("it has no mark") }
    defer { stack.removeSubrange(mark...) }
    return stack[mark...].map(\.self)
  }

  private mutating func pushTuple(_ items: [PickleValue]) throws(Refusal) {
    heap.tuples.append(items)
    try push(.tuple(heap.tuples.count - 1))
  }

  private mutating func appendToList(_ items: [PickleValue]) throws(Refusal) {
    guard case .list(let list) = try top() else { throw refusal("it appends to \(try top().kind)") }
    heap.lists[list] += items
  }

  private mutating func setItems(_ items: [PickleValue]) throws(Refusal) {
    guard case .dictionary(let dictionary) = try top(), items.count.isMultiple(of: 2) else {
      throw refusal("it sets items of \(try top().kind)")
    }
    for index in stride(from: 0, to: items.count, by: 2) {
      heap.dictionaries[dictionary].append((items[index], items[index + 1]))
    }
  }

  private func top() throws(Refusal) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.last else {
      throw refusal("its stack is empty")
    }
    return value
  }

  private mutating func recall(_ index: Int) throws(Refusal) {
    guard let value = memo[index] else {
      throw refusal("it recalls value \(index), which is not there")
    }
    try push(value)
  }

  private mutating func remember(_ index: Int) throws(Refusal) {
    guard memo.count < Self.valueLimit else { throw refusal("it remembers too many values") }
    memo[index] = try top()
  }

  private func global(_ name: String) throws(Refusal) -> PickleValue {
    guard let global = TorchGlobal(name) else {
      throw refusal("it names the global \(name.prefix(200)), which no tensor needs")
    }
    return .global(global)
  }
}
