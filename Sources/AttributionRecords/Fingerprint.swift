internal import Crypto
public import Foundation

/// SHA-256 as provenance writes it.
public enum Fingerprint {
  /// Returns the SHA-256 of bytes as 64 lower-case hexadecimal digits.
  ///
  /// - Parameter bytes: The bytes, for example of a document or of a mapped weights file.
  /// - Returns: The hexadecimal digest.
  public static func sha256(_ bytes: some DataProtocol) -> String { text(SHA256.hash(data: bytes)) }

  /// Returns the SHA-256 of bytes as 44 characters of Base64, as a browser takes it.
  package static func base64SHA256(_ bytes: Data) -> String {
    Data(SHA256.hash(data: bytes)).base64EncodedString()
  }

  /// Returns the SHA-256 of a large file, part by part.
  ///
  /// - Parameters:
  ///   - data: The bytes.
  ///   - done: Called with each range that has been read.
  /// - Returns: The hexadecimal digest.
  public static func sha256(_ data: Data, done: (Range<Int>) -> Void) -> String {
    var hash = SHA256()
    for start in stride(from: 0, to: data.count, by: partSize) {
      let range = start..<min(start + partSize, data.count)
      data.withUnsafeBytes {
        hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[range]))
      }
      done(range)
    }
    return text(hash.finalize())
  }

  /// A SHA-256 of bytes that come in parts.
  package struct Running {
    private var hash = SHA256()

    /// Starts without bytes.
    package init() {}

    /// Takes the next bytes.
    package mutating func update(_ part: some DataProtocol) { hash.update(data: part) }

    /// The hexadecimal digest of the bytes so far.
    package var digest: String { Fingerprint.text(hash.finalize()) }
  }

  private static let partSize = 4 << 20

  private static func text(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in digest {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
