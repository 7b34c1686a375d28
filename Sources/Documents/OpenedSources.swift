internal import Foundation
internal import Synchronization
internal import TextDecoding

/// Files of rows as UTF-8 that can be read from any place: those in other encodings and packed ones
/// are written once into a folder that goes with this object.
final class OpenedSources: Sendable {
  /// The encoding that the user names.
  let named: TextEncoding?
  private let state = Mutex<State>(State())

  private struct State {
    var folder: URL?
    var opened: [String: Result<Opened, DocumentFault>] = [:]
  }

  /// A file of rows.
  struct Opened: Sendable {
    let url: URL
    let encoding: TextEncoding
  }

  /// Starts.
  ///
  /// - Parameter named: The encoding that the user names.
  init(named: TextEncoding?) { self.named = named }

  deinit {
    if let folder = state.withLock({ $0.folder }) {
      try? FileManager.default.removeItem(at: folder)
    }
  }

  /// Returns a file as UTF-8; nothing is read twice.
  func open(_ url: URL, source: String) throws(DocumentFault) -> Opened {
    try state.withLock { state throws(DocumentFault) in
      if let known = state.opened[source] { return try known.get() }
      let result = Result { () throws(DocumentFault) in
        try Self.opened(url, source: source, named: named, &state)
      }
      state.opened[source] = result
      return try result.get()
    }
  }

  private static func opened(
    _ url: URL, source: String, named: TextEncoding?, _ state: inout State
  ) throws(DocumentFault) -> Opened {
    guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else {
      throw .unreadable(source: source)
    }
    guard WholeFile.regularFileSize(url) != nil else { throw .special(source: source) }
    let kind = SourceKind.of(source)?.kind
    let isJSON = kind == .lines || kind == .list
    let file: TextFile
    var encoding = TextEncoding(name: "UTF-8", evidence: .valid)
    do throws(TextFile.Fault) {
      file = try TextFile(path: url.path(percentEncoded: false), named: named)
      encoding = file.encoding
    } catch {
      // The rows say where they are damaged.
      if case .encoding(let fault) = error, isJSON || fault.isDamage,
        !SourceKind.isPacked(source)
      {
        return Opened(url: url, encoding: encoding)
      }
      throw DocumentFault(error, source: source)
    }
    // JSON is UTF-8, unless a mark or its zeros say otherwise (RFC 8259, section 8.1).
    if isJSON, encoding.evidence == .guessed {
      encoding = TextEncoding(name: "UTF-8", evidence: .valid)
    }
    if encoding.isUTF8, !SourceKind.isPacked(source) { return Opened(url: url, encoding: encoding) }
    let copy: URL
    do {
      let folder = try state.folder ?? Self.newFolder()
      state.folder = folder
      copy = folder.appending(path: "\(state.opened.count)")
      try Data().write(to: copy)
      let handle = try FileHandle(forWritingTo: copy)
      defer { try? handle.close() }
      try file.forEachPart {
        try handle.write(contentsOf: $0)
        return true
      }
    } catch let fault as TextFile.Fault {
      throw DocumentFault(fault, source: source)
    } catch {
      throw .notUnpacked(source: source)
    }
    return Opened(url: copy, encoding: encoding)
  }

  /// Saves what a pipe gives; nil if that is not possible.
  func save(_ pipe: FileHandle, as name: String) -> URL? {
    state.withLock { state in
      guard let folder = try? state.folder ?? Self.newFolder() else { return nil }
      state.folder = folder
      let url = folder.appending(path: name)
      guard (try? Data().write(to: url)) != nil, let file = try? FileHandle(forWritingTo: url)
      else { return nil }
      defer { try? file.close() }
      do {
        while let part = try pipe.read(upToCount: 1 << 18), !part.isEmpty {
          try file.write(contentsOf: part)
        }
      } catch {
        return nil
      }
      return url
    }
  }

  private static func newFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "lafa-report-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return folder
  }
}

extension EncodingFinder.Fault {
  /// Whether most of the bytes are UTF-8.
  fileprivate var isDamage: Bool {
    if case .damaged = self { true } else { false }
  }
}

extension DocumentFault {
  /// Makes a fault of what is wrong with a file's bytes.
  init(_ fault: TextFile.Fault, source: String) {
    switch fault {
    case .unreadable: self = .unreadable(source: source)
    case .damagedGzip: self = .damagedGzip(source: source)
    case .encoding(.binary): self = .binary(source: source)
    case .encoding(.damaged(let line)), .encoding(.unknown(let line)):
      self = .notUTF8(source: source, line: line)
    case .notOf(let encoding): self = .notOf(source: source, encoding: encoding.name)
    }
  }
}
