internal import AttributionRecords
internal import Foundation

/// Safe, unique file names for documents, on any file system.
package struct FileNames: Sendable {
  /// By bytes, since Swift takes composed and decomposed letters for equal and folders do not.
  private let names: [[UInt8]: String]

  /// The longest name without its ending; file systems take 255 bytes.
  private static let lengthLimit = 80
  private static let hashLength = 8
  /// Names that Windows keeps for devices.
  private static let reserved: Set<String> = Set(
    ["con", "prn", "aux", "nul"] + (0...9).flatMap { ["com\($0)", "lpt\($0)"] })

  /// Makes names.
  ///
  /// - Parameter ids: The documents' ids, without repetitions.
  package init(_ ids: [String]) {
    var names: [[UInt8]: String] = [:]
    var counts: [String: Int] = [:]
    for id in ids { counts[Self.slug(id).lowercased(), default: 0] += 1 }
    var taken: Set<String> = []
    for id in ids where names[Array(id.utf8)] == nil {
      let slug = Self.slug(id)
      var digest = Fingerprint.sha256(Data(id.utf8))
      let isPlain = slug == id && counts[slug.lowercased()] == 1
      var name = isPlain ? slug : "\(slug)-\(digest.prefix(Self.hashLength))"
      // An id may look like another's name with its hash.
      while !taken.insert(name.lowercased()).inserted {
        name = "\(slug)-\(digest)"
        digest = Fingerprint.sha256(Data(digest.utf8))
      }
      names[Array(id.utf8)] = name
    }
    self.names = names
  }

  /// Returns a document's file name without an ending, or nil if it is not one of the run.
  package subscript(id: String) -> String? { names[Array(id.utf8)] }

  /// Returns the id with everything but ASCII letters, digits, dots, dashes and underscores
  /// replaced; never empty, never a hidden or reserved name.
  package static func slug(_ id: String) -> String {
    var slug = ""
    for byte in id.utf8.prefix(lengthLimit) {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F:
        slug.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        if slug.last != "-" { slug.append("-") }
      }
    }
    while let first = slug.first, first == "." || first == "-" { slug.removeFirst() }
    while let last = slug.last, last == "." || last == "-" { slug.removeLast() }
    let stem = slug.split(separator: ".").first.map { $0.lowercased() } ?? ""
    if slug.isEmpty { return "document" }
    return reserved.contains(stem) || stem == "index" || stem == "run" ? "document-\(slug)" : slug
  }
}
