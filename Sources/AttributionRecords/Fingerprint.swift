internal import Crypto
public import Foundation

/// SHA-256 as provenance writes it.
public enum Fingerprint {
  /// Returns the SHA-256 of bytes as 64 lower-case hexadecimal digits.
  ///
  /// - Parameter bytes: The bytes, for example of a document or of a mapped weights file.
  /// - Returns: The hexadecimal digest.
  public static func sha256(_ bytes: some DataProtocol) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in SHA256.hash(data: bytes) {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
