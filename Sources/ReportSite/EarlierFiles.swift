internal import AttributionRecords
internal import Foundation

/// Files that need not be written again: those of the output, which the new site replaces, and of a
/// run that was stopped.
struct EarlierFiles: Sendable {
  let output: URL
  /// What a run that was stopped left; nil if that is not to be used.
  let stopped: URL?

  /// Returns where a file lies with these bytes; nil if it does not.
  func source(of file: StagedFile) -> URL? {
    [stopped, output].compactMap { $0?.appending(path: file.path) }.first { place in
      guard let data = try? Data(contentsOf: place, options: .alwaysMapped),
        data.count == file.bytes
      else { return false }
      return Fingerprint.sha256(data) == file.sha256
    }
  }
}

/// What is known of the files that were made for documents before, by all that they depend on.
public struct EarlierPages: Sendable {
  /// Returns the files that were made with a key; nil if none are known.
  package let find: @Sendable (_ key: String) -> [StagedFile]?
  /// Remembers files by their keys.
  package let keep: @Sendable (_ pages: [(key: String, files: [StagedFile])]) -> Void

  /// Makes it from what finds and what keeps.
  package init(
    find: @escaping @Sendable (_ key: String) -> [StagedFile]?,
    keep: @escaping @Sendable (_ pages: [(key: String, files: [StagedFile])]) -> Void
  ) {
    self.find = find
    self.keep = keep
  }
}
