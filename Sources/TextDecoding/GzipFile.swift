internal import CZlib

/// A file whose gzip members are unpacked while it is read; a file of another kind as it is.
public struct GzipFile: ~Copyable {
  private let file: gzFile

  /// The file cannot be read, or ends or changes within a member.
  public struct Damaged: Error, Equatable {}

  /// Opens a file.
  ///
  /// - Parameter path: Its path; the initialiser returns nil if it cannot be opened.
  public init?(path: String) {
    guard let file = gzopen(path, "rb") else { return nil }
    gzbuffer(file, 1 << 17)
    self.file = file
  }

  deinit { gzclose_r(file) }

  /// Returns the next bytes, none at the end.
  ///
  /// - Parameter count: The most bytes.
  /// - Returns: The bytes.
  /// - Throws: ``Damaged``.
  public mutating func read(_ count: Int) throws(Damaged) -> [UInt8] {
    var isDamaged = false
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      let read = gzread(file, buffer.baseAddress, UInt32(count))
      filled = max(0, Int(read))
      var code: Int32 = 0
      _ = gzerror(file, &code)
      isDamaged = read < 0 || code < 0
    }
    guard !isDamaged else { throw Damaged() }
    return bytes
  }
}
