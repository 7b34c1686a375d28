/// A file of text in any encoding, packed by gzip or not, read as UTF-8 part by part.
public struct TextFile: Sendable {
  private let path: String
  /// The encoding and what speaks for it.
  public let encoding: TextEncoding
  private let mark: Int

  /// Bytes that are read at a time.
  private static let part = 1 << 18

  /// Why a file is no text.
  public enum Fault: Error, Equatable, Sendable {
    /// The file cannot be opened.
    case unreadable
    /// The file is packed, and cannot be unpacked to its end.
    case damagedGzip
    /// The encoding cannot be found out.
    case encoding(EncodingFinder.Fault)
    /// Some bytes are not of the encoding.
    case notOf(TextEncoding)
  }

  /// Reads a file once to find out its encoding.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - named: The encoding that the user names.
  ///   - declaration: Returns the encoding's name that the file's first bytes declare.
  /// - Throws: ``Fault``.
  public init(
    path: String, named: TextEncoding? = nil, declaration: ([UInt8]) -> String? = { _ in nil }
  ) throws(Fault) {
    self.path = path
    guard var file = GzipFile(path: path) else { throw .unreadable }
    var finder = EncodingFinder()
    while true {
      let bytes = try Self.read(&file)
      guard !bytes.isEmpty else { break }
      finder.add(bytes)
    }
    do {
      (encoding, mark) = try finder.encoding(named: named, declaration: declaration)
    } catch {
      throw .encoding(error)
    }
  }

  private static func read(_ file: inout GzipFile) throws(Fault) -> [UInt8] {
    do { return try file.read(part) } catch { throw .damagedGzip }
  }

  /// Passes the text on as UTF-8, part by part, without a byte order mark.
  ///
  /// - Parameter body: Takes the parts; it returns false to end the reading.
  /// - Throws: ``Fault``, or what `body` throws.
  public func forEachPart(_ body: ([UInt8]) throws -> Bool) throws {
    guard var file = GzipFile(path: path), let decoder = CharsetDecoder(encoding.name) else {
      throw Fault.unreadable
    }
    var skipped = 0
    while true {
      var bytes = try Self.read(&file)
      guard !bytes.isEmpty else { break }
      let marked = min(mark - skipped, bytes.count)
      bytes.removeFirst(marked)
      skipped += marked
      do {
        bytes = try decoder.decode(bytes)
      } catch {
        throw Fault.notOf(encoding)
      }
      guard try body(bytes) else { return }
    }
    do { try decoder.finish() } catch { throw Fault.notOf(encoding) }
  }
}
