#if os(Linux)
internal import Glibc
#endif

/// Floats that one owner holds, aligned for the kernels and freed with the owner.
///
/// Not safe to share while it is written; weights are written once, before they are shared.
public final class FloatBuffer: @unchecked Sendable {
  // @unchecked because the memory is written only by the one thread that works with the buffer,
  // or while it is made.

  /// The number of floats.
  public let count: Int
  package let pointer: UnsafeMutablePointer<Float>

  /// A cache line, and the widest vector (AVX-512).
  private static let alignment = 64

  /// Makes a buffer of zeros.
  ///
  /// - Parameter count: The number of floats.
  public convenience init(zeros count: Int) {
    self.init(uncleared: count)
    pointer.initialize(repeating: 0, count: max(count, 1))
  }

  /// Makes a buffer whose values are whatever was in memory, for an owner that writes them all.
  ///
  /// - Parameter count: The number of floats.
  package init(uncleared count: Int) {
    precondition(count >= 0, "a buffer cannot have \(count) floats")
    self.count = count
    let raw = Self.allocate(Self.bytes(count))
    pointer = raw.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  /// Allocates memory, of large pages if it is large: products walk through many rows at once, and
  /// the processor remembers few places of small pages (3 % of the gradient pass on Zen 3).
  private static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    #if os(Linux)
    if bytes >= largePage { return map(bytes) }
    #endif
    return .allocate(byteCount: bytes, alignment: alignment)
  }

  private static func deallocate(_ start: UnsafeMutableRawPointer, _ bytes: Int) {
    #if os(Linux)
    if bytes >= largePage {
      munmap(start, bytes)
      return
    }
    #endif
    start.deallocate()
  }

  #if os(Linux)
  /// Maps memory that goes back to the system with its owner.
  ///
  /// The allocator would hand it out again in small pieces, and the system fill the gaps between
  /// those up to large pages.
  private static func map(_ bytes: Int) -> UnsafeMutableRawPointer {
    let room = bytes + largePage
    guard
      let start = mmap(nil, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      start != MAP_FAILED
    else { endProcess("There is no memory for \(bytes) more bytes. Use fewer --threads.") }
    let raw = start.alignedUp(toMultipleOf: largePage)
    let before = raw - start
    if before > 0 { munmap(start, before) }
    // The system takes the page back that the buffer ends in with the buffer.
    let end = (raw + bytes).alignedUp(toMultipleOf: Int(getpagesize()))
    if end < start + room { munmap(end, start + room - end) }
    madvise(raw, bytes, MADV_HUGEPAGE)
    return raw
  }
  #endif

  /// A large page of x86-64 and of most AArch64 kernels.
  private static let largePage = 2 << 20

  private static func bytes(_ count: Int) -> Int { max(count, 1) * MemoryLayout<Float>.stride }

  /// Makes a buffer with these values.
  ///
  /// - Parameter values: The floats.
  public convenience init(_ values: [Float]) {
    self.init(uncleared: values.count)
    for (index, value) in values.enumerated() { pointer[index] = value }
  }

  /// Copies a part of a buffer.
  ///
  /// - Parameters:
  ///   - other: The buffer.
  ///   - start: The first float of the part.
  ///   - count: How many floats.
  public convenience init(_ other: FloatBuffer, from start: Int, count: Int) {
    precondition(start >= 0 && count >= 0 && start + count <= other.count, "a part lies inside")
    self.init(uncleared: count)
    pointer.update(from: other.pointer + start, count: count)
  }

  /// Copies buffers one after the other.
  ///
  /// - Parameter parts: The buffers.
  public convenience init(joining parts: [FloatBuffer]) {
    self.init(uncleared: parts.reduce(0) { $0 + $1.count })
    var next = pointer
    for part in parts {
      next.update(from: part.pointer, count: part.count)
      next += part.count
    }
  }

  deinit {
    Self.deallocate(pointer, Self.bytes(count))
  }

  /// Calls a closure with the floats.
  ///
  /// - Parameter body: What reads them.
  /// - Returns: What the closure returned.
  public func withElements<Result>(_ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
    body(UnsafeBufferPointer(start: pointer, count: count))
  }
}
