internal import AttributionRecords
internal import Foundation

/// Safe, unique file names for documents, on any file system.
struct FileNames: Sendable {
  private let names: [String: String]

  /// The longest name without its ending; file systems take 255 bytes.
  private static let lengthLimit = 80
  private static let hashLength = 8
  /// Names that Windows keeps for devices.
  private static let reserved: Set<String> = Set(
    ["con", "prn", "aux", "nul"] + (0...9).flatMap { ["com\($0)", "lpt\($0)"] })

  /// Makes names.
  ///
  /// - Parameter ids: The documents' ids, without repetitions.
  init(_ ids: [String]) {
    var names: [String: String] = [:]
    var taken: [String: Int] = [:]
    for id in ids { taken[Self.slug(id).lowercased(), default: 0] += 1 }
    for id in ids {
      let slug = Self.slug(id)
      let isPlain = slug == id && taken[slug.lowercased()] == 1
      names[id] =
        isPlain ? slug : "\(slug)-\(Fingerprint.sha256(Data(id.utf8)).prefix(Self.hashLength))"
    }
    self.names = names
  }

  /// Returns a document's file name without an ending, or nil if it is not one of the run.
  subscript(id: String) -> String? { names[id] }

  /// Returns the id with everything but ASCII letters, digits, dots, dashes and underscores
  /// replaced; never empty, never a hidden or reserved name.
  static func slug(_ id: String) -> String {
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
