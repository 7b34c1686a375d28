/// Pieces and their ids, compared by bytes and never by canonical equivalence.
struct Vocabulary: Sendable {
  /// A piece as a key: Swift's strings are equal when they only look alike.
  struct Key: Hashable, Sendable {
    let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }

    init(bytes: [UInt8]) { self.bytes = bytes }
  }

  /// The pieces in the order of the file; of equal ones the last.
  private(set) var entries: [(piece: String, id: Int)] = []
  private var places: [Key: Int] = [:]
  private var pieces: [Int: String] = [:]

  /// One more than the largest id.
  private(set) var size = 0

  /// Makes room for a number of pieces.
  mutating func reserveCapacity(_ count: Int) {
    entries.reserveCapacity(count)
    places.reserveCapacity(count)
    pieces.reserveCapacity(count)
  }

  /// Adds a piece; a piece that is there already takes the new id, as in `tokenizers`.
  mutating func add(_ piece: String, id: Int) {
    let key = Key(piece)
    if let place = places[key] {
      if let owner = pieces[entries[place].id], Key(owner) == key {
        pieces[entries[place].id] = nil
      }
      entries[place].id = id
    } else {
      places[key] = entries.count
      entries.append((piece, id))
    }
    pieces[id] = piece
    size = max(size, id + 1)
  }

  /// Returns the id of a piece.
  func id(of piece: String) -> Int? { places[Key(piece)].map { entries[$0].id } }

  /// Returns the id of a piece given by its bytes.
  func id(ofBytes bytes: [UInt8]) -> Int? {
    places[Key(bytes: bytes)].map { entries[$0].id }
  }

  /// Returns two pieces of one id, if there are any.
  func firstClash() -> (one: String, other: String, id: Int)? {
    guard pieces.count < entries.count else { return nil }
    var owners: [Int: String] = [:]
    for (piece, id) in entries {
      if let other = owners.updateValue(piece, forKey: id) { return (other, piece, id) }
    }
    return nil
  }

  /// Returns the piece of an id.
  func piece(of id: Int) -> String? { pieces[id] }
}
