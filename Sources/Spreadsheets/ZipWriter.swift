internal import CZlib
internal import Foundation

/// Writes a ZIP archive of packed files; the same files give the same bytes.
struct ZipWriter {
  /// Takes the parts of the archive.
  typealias Sink = (_ part: [UInt8]) throws -> Void

  private let sink: Sink
  private var directory: [UInt8] = []
  private var count = 0
  private var offset = 0

  /// The first day that an archive can name: 1 January 1980, 00:00.
  private static let date = (time: 0, day: 0x21)

  init(_ sink: @escaping Sink) { self.sink = sink }

  /// Adds a file.
  ///
  /// - Parameters:
  ///   - name: Its name in the archive.
  ///   - body: Writes its parts; only what they are packed to is held.
  /// - Throws: What the closure or the sink throws.
  mutating func add(_ name: String, _ body: (@escaping Sink) throws -> Void) throws {
    let packer = try Packer()
    try body { try packer.add($0) }
    let packed = try packer.finish()
    let shared =
      Self.bytes(20, 2) + Self.bytes(0x0800, 2) + Self.bytes(8, 2) + Self.bytes(Self.date.time, 2)
      + Self.bytes(Self.date.day, 2) + Self.bytes(Int(packer.checksum), 4)
      + Self.bytes(packed.count, 4) + Self.bytes(packer.size, 4) + Self.bytes(name.utf8.count, 2)
      + Self.bytes(0, 2)
    let local = Self.bytes(0x0403_4B50, 4) + shared + Array(name.utf8)
    directory +=
      Self.bytes(0x0201_4B50, 4) + Self.bytes(20, 2) + shared + Self.bytes(0, 2 + 2 + 2 + 4)
      + Self.bytes(offset, 4) + Array(name.utf8)
    try sink(local)
    try sink(packed)
    offset += local.count + packed.count
    count += 1
    guard offset + directory.count < Int(UInt32.max) else { throw TooLarge() }
  }

  /// Ends the archive.
  func finish() throws {
    try sink(
      directory + Self.bytes(0x0605_4B50, 4) + Self.bytes(0, 4) + Self.bytes(count, 2)
        + Self.bytes(count, 2) + Self.bytes(directory.count, 4) + Self.bytes(offset, 4)
        + Self.bytes(0, 2))
  }

  /// The archive would have more than four gibibytes.
  struct TooLarge: Error {}

  private static func bytes(_ value: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// Packs one file.
  private final class Packer {
    private var stream = z_stream()
    private var packed: [UInt8] = []
    private(set) var checksum: UInt = 0
    private(set) var size = 0

    init() throws {
      guard
        deflateInit2_(
          &stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
          Int32(MemoryLayout<z_stream>.size)) == Z_OK
      else { throw POSIXError(.ENOMEM) }
    }

    deinit { deflateEnd(&stream) }

    func add(_ part: [UInt8]) throws {
      guard !part.isEmpty else { return }
      size += part.count
      guard size < Int(UInt32.max) else { throw TooLarge() }
      checksum = part.withUnsafeBufferPointer { crc32(checksum, $0.baseAddress, UInt32($0.count)) }
      run(part, Z_NO_FLUSH)
    }

    func finish() throws -> [UInt8] {
      run([], Z_FINISH)
      return packed
    }

    private func run(_ part: [UInt8], _ mode: Int32) {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      part.withUnsafeBufferPointer { input in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        repeat {
          let left = buffer.withUnsafeMutableBufferPointer { output in
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            deflate(&stream, mode)
            return Int(stream.avail_out)
          }
          packed += buffer.prefix(buffer.count - left)
        } while stream.avail_out == 0
      }
    }
  }
}
