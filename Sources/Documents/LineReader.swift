internal import Foundation

/// The lines of a file, one at a time: memory is bounded by the longest line that is allowed.
struct LineReader: ~Copyable {
  enum Line: Equatable {
    /// The bytes without the line feed; a carriage return before it stays.
    case bytes([UInt8])
    /// The line was read over, since it has more bytes than the limit.
    case tooLong
  }

  private let file: FileHandle
  private let limit: Int
  private let chunkSize: Int
  private var buffer: [UInt8] = []
  private var position = 0
  /// The file's bytes before the buffer.
  private var passed = 0

  /// Where the next line starts in what was read, in bytes.
  var offset: Int { passed + position }

  /// Starts where the file stands, and closes it in the end.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - limit: The most bytes of a line.
  ///   - chunkSize: Bytes that are read at a time.
  init(_ file: FileHandle, limit: Int, chunkSize: Int = 1 << 18) {
    self.file = file
    self.limit = limit
    self.chunkSize = chunkSize
  }

  deinit { try? file.close() }

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - source: Its path below its folder.
  ///   - chunkSize: Bytes that are read at a time.
  /// - Returns: A reader at its start.
  /// - Throws: ``DocumentFault/unreadable(source:)``.
  static func open(
    _ url: URL, source: String, chunkSize: Int = 1 << 18
  ) throws(DocumentFault) -> LineReader {
    guard WholeFile.regularFileSize(url) != nil,
      let file = FileHandle(forReadingAtPath: url.path(percentEncoded: false))
    else { throw .unreadable(source: source) }
    return LineReader(file, limit: DocumentFolder.sizeLimit, chunkSize: chunkSize)
  }

  /// Returns the bytes from here on, as many as are read at a time; none at the end.
  mutating func chunk() throws -> [UInt8] {
    try file.read(upToCount: chunkSize).map(Array.init) ?? []
  }

  /// Returns the next line, or nil after the last; a line feed at the end starts no line.
  mutating func next() throws -> Line? {
    var line: [UInt8] = []
    var isTooLong = false
    var hasBytes = false
    while true {
      if position == buffer.count {
        passed += buffer.count
        position = 0
        buffer = try chunk()
        guard !buffer.isEmpty else {
          guard hasBytes else { return nil }
          return isTooLong ? .tooLong : .bytes(line)
        }
      }
      hasBytes = true
      let feed = lineFeed()
      let end = feed ?? buffer.count
      if isTooLong || end - position > limit - line.count {
        isTooLong = true
        line = []
      } else {
        line.append(contentsOf: buffer[position..<end])
      }
      position = end + (feed == nil ? 0 : 1)
      if feed != nil { return isTooLong ? .tooLong : .bytes(line) }
    }
  }

  private func lineFeed() -> Int? {
    buffer.withUnsafeBytes { buffer in
      let rest = UnsafeRawBufferPointer(rebasing: buffer[position...])
      guard let start = rest.baseAddress, let found = memchr(start, 0x0A, rest.count) else {
        return nil
      }
      return position + (UnsafeRawPointer(found) - start)
    }
  }
}
