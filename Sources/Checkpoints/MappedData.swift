internal import Foundation

/// Files as bytes, mapped rather than read.
enum MappedData {
  /// Maps a file without reading it.
  static func map(_ url: URL) throws(CheckpointError) -> Data {
    let path = url.path(percentEncoded: false)
    // A pipe or a device would never end.
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: url.resolvingSymlinksInPath().path(percentEncoded: false))
    if let type = attributes?[.type] as? FileAttributeType, type != .typeRegular {
      throw .unreadable(path: path, detail: "it is not a file")
    }
    guard let data = mapped(path) else {
      throw .unreadable(path: path, detail: "it is missing or not readable")
    }
    return data
  }

  /// Foundation's own mapping may be a copy, which ``release(_:_:)`` must never meet.
  private static func mapped(_ path: String) -> Data? {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    let size = lseek(file, 0, SEEK_END)
    guard size > 0 else { return size == 0 ? Data() : nil }
    guard let start = mmap(nil, Int(size), PROT_READ, MAP_PRIVATE, file, 0), start != MAP_FAILED
    else { return nil }
    return Data(
      bytesNoCopy: start, count: Int(size), deallocator: .custom { munmap($0, $1) })
  }

  /// Gives back the memory of a part of a mapped file; it is read from the file again if needed.
  ///
  /// - Parameters:
  ///   - data: What ``map(_:)`` returned, not a part of it.
  ///   - range: The bytes that are not needed for now.
  static func release(_ data: Data, _ range: Range<Int>) {
    let page = Int(getpagesize())
    // Whole pages only: the others are shared with the neighbours.
    let start = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound == data.count ? data.count : range.upperBound / page * page
    guard start < end else { return }
    data.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      _ = madvise(UnsafeMutableRawPointer(mutating: base + start), end - start, MADV_DONTNEED)
    }
  }
}
