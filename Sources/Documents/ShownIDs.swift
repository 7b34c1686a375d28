internal import AttributionRecords

/// The ids of the documents that were read, so that none is there twice.
///
/// By a hash of the bytes, as the file system tells its names apart.
struct ShownIDs {
  /// Where the data gives an id first.
  private var own: [Digest: (file: Int32, line: Int32)] = [:]
  /// The ids that stand in the place of others.
  private var given: Set<Digest> = []

  /// Takes an id of the data.
  ///
  /// - Returns: Where the data has given it before; nil if it is new.
  mutating func add(_ id: String, at place: DocumentPlace) -> (file: Int32, line: Int32)? {
    let key = Self.key(id)
    if let first = own[key] { return first }
    own[key] = (place.file, place.line)
    return nil
  }

  /// Takes an id that is shown.
  ///
  /// - Parameters:
  ///   - id: The id.
  ///   - isOwn: Whether the data gives it to the document.
  /// - Returns: Whether it is free.
  mutating func take(_ id: String, isOwn: Bool) -> Bool {
    // Most runs hide no ids.
    if isOwn, given.isEmpty { return true }
    let key = Self.key(id)
    if isOwn { return !given.contains(key) }
    return own[key] == nil && given.insert(key).inserted
  }

  private static func key(_ id: String) -> Digest {
    Digest(hexadecimal: Fingerprint.sha256(Array(id.utf8)))
  }
}
