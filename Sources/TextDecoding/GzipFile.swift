internal import CZlib
internal import Foundation

/// A file whose gzip members are unpacked while it is read; a file of another kind as it is.
public struct GzipFile: ~Copyable {
  private let file: UnsafeMutablePointer<FILE>
  private let stream: UnsafeMutablePointer<z_stream>
  private let packed: UnsafeMutablePointer<UInt8>
  private var state = State.start

  /// The file cannot be read, ends or changes within a member, or has other bytes behind one.
  public struct Damaged: Error, Equatable {}

  private enum State { case start, plain, member, behindMember, end }

  /// Bytes that are read at once.
  private static let packedCount = 1 << 17
  /// The first bytes of a member.
  private static let magic: [UInt8] = [0x1F, 0x8B]
  /// zlib's largest window, in a member with a gzip header.
  private static let windowBits: Int32 = 15 + 16

  /// Opens a file.
  ///
  /// - Parameter path: Its path; the initialiser returns nil if it cannot be opened.
  public init?(path: String) {
    guard let file = fopen(path, "rbe") else { return nil }
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard
      inflateInit2_(
        stream, Self.windowBits, zlibVersion(), Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else {
      stream.deallocate()
      fclose(file)
      return nil
    }
    self.file = file
    self.stream = stream
    packed = .allocate(capacity: Self.packedCount)
    stream.pointee.next_in = packed
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    packed.deallocate()
    fclose(file)
  }

  /// Returns the next bytes, none at the end.
  ///
  /// - Parameter count: The most bytes.
  /// - Returns: The bytes.
  /// - Throws: ``Damaged``.
  public mutating func read(_ count: Int) throws(Damaged) -> [UInt8] {
    var isDamaged = false
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      stream.pointee.next_out = buffer.baseAddress
      stream.pointee.avail_out = UInt32(count)
      do {
        while stream.pointee.avail_out > 0, state != .end { try step() }
      } catch {
        isDamaged = true
      }
      filled = count - Int(stream.pointee.avail_out)
    }
    // What could be unpacked before the damage is not passed on: it may be damaged as well.
    guard !isDamaged else { throw Damaged() }
    return bytes
  }

  /// Takes some bytes of the file.
  private mutating func step() throws(Damaged) {
    switch state {
    case .start:
      state = try startsMember() ? .member : .plain
    case .plain:
      try fill(atLeast: 1)
      let count = min(stream.pointee.avail_in, stream.pointee.avail_out)
      guard count > 0 else {
        state = .end
        return
      }
      stream.pointee.next_out?.update(from: stream.pointee.next_in, count: Int(count))
      stream.pointee.next_out += Int(count)
      stream.pointee.avail_out -= count
      skip(count)
    case .member:
      try fill(atLeast: 1)
      guard stream.pointee.avail_in > 0 else { throw Damaged() }
      switch inflate(stream, Z_NO_FLUSH) {
      case Z_OK: break
      case Z_STREAM_END: state = .behindMember
      default: throw Damaged()
      }
    case .behindMember:
      if try startsMember() {
        inflateReset(stream)
        state = .member
        return
      }
      // Tapes are padded with zeros.
      guard stream.pointee.avail_in > 0 else {
        state = .end
        return
      }
      guard stream.pointee.next_in.pointee == 0 else { throw Damaged() }
      skip(1)
    case .end: break
    }
  }

  private func skip(_ count: UInt32) {
    stream.pointee.next_in += Int(count)
    stream.pointee.avail_in -= count
  }

  private func startsMember() throws(Damaged) -> Bool {
    try fill(atLeast: Self.magic.count)
    guard stream.pointee.avail_in >= Self.magic.count else { return false }
    return Self.magic.indices.allSatisfy { stream.pointee.next_in[$0] == Self.magic[$0] }
  }

  /// Reads on if fewer bytes wait, unless the file ends.
  private func fill(atLeast count: Int) throws(Damaged) {
    let waiting = Int(stream.pointee.avail_in)
    guard waiting < count else { return }
    memmove(packed, stream.pointee.next_in, waiting)
    let read = fread(packed + waiting, 1, Self.packedCount - waiting, file)
    guard ferror(file) == 0 else { throw Damaged() }
    stream.pointee.next_in = packed
    stream.pointee.avail_in = UInt32(waiting + read)
  }
}
