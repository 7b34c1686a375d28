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
  private var chunk: [UInt8] = []
  private var position = 0
  /// The file's bytes before the chunk.
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

  /// Returns the next line, or nil after the last; a line feed at the end starts no line.
  mutating func next() throws -> Line? {
    var line: [UInt8] = []
    var isTooLong = false
    var hasBytes = false
    while true {
      if position == chunk.count {
        passed += chunk.count
        position = 0
        chunk = try file.read(upToCount: chunkSize).map(Array.init) ?? []
        guard !chunk.isEmpty else {
          guard hasBytes else { return nil }
          return isTooLong ? .tooLong : .bytes(line)
        }
      }
      hasBytes = true
      let feed = lineFeed()
      let end = feed ?? chunk.count
      if isTooLong || end - position > limit - line.count {
        isTooLong = true
        line = []
      } else {
        line.append(contentsOf: chunk[position..<end])
      }
      position = end + (feed == nil ? 0 : 1)
      if feed != nil { return isTooLong ? .tooLong : .bytes(line) }
    }
  }

  private func lineFeed() -> Int? {
    chunk.withUnsafeBytes { buffer in
      let rest = UnsafeRawBufferPointer(rebasing: buffer[position...])
      guard let start = rest.baseAddress, let found = memchr(start, 0x0A, rest.count) else {
        return nil
      }
      return position + (UnsafeRawPointer(found) - start)
    }
  }
}
