internal import CUchardet

/// Turns bytes of a charset into UTF-8, part by part; bytes that are not of it are refused.
final class CharsetDecoder {
  private let converter: iconv_t
  /// Bytes of a character whose rest is in the next part.
  private var rest: [UInt8] = []

  /// The bytes at which decoding stopped are not of the charset.
  struct Invalid: Error, Equatable {}

  /// Makes a decoder.
  ///
  /// - Parameter name: The charset's name; the initialiser returns nil if iconv does not know it.
  init?(_ name: String) {
    guard let converter = lafa_iconv_open(name) else { return nil }
    self.converter = converter
  }

  deinit { iconv_close(converter) }

  /// Decodes the next bytes.
  ///
  /// - Parameter bytes: The bytes behind those of the last call.
  /// - Returns: Whole characters as UTF-8.
  /// - Throws: ``Invalid``.
  func decode(_ bytes: some Collection<UInt8>) throws(Invalid) -> [UInt8] {
    var input = rest + bytes
    var output: [UInt8] = []
    var read = 0
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var outcome: Int32 = 1
    while outcome == 1 {
      let left = input.count - read
      var unread = left
      var room = piece.count
      outcome = input.withUnsafeMutableBytes { input in
        piece.withUnsafeMutableBytes { output in
          var from = input.baseAddress.map { ($0 + read).assumingMemoryBound(to: CChar.self) }
          var to = output.baseAddress?.assumingMemoryBound(to: CChar.self)
          return lafa_iconv(converter, &from, &unread, &to, &room)
        }
      }
      read += left - unread
      output += piece[..<(piece.count - room)]
    }
    guard outcome != 3 else { throw Invalid() }
    rest = Array(input[read...])
    return output
  }

  /// Says that there are no more bytes.
  ///
  /// - Throws: ``Invalid`` if the last character is not whole.
  func finish() throws(Invalid) {
    guard rest.isEmpty else { throw Invalid() }
  }
}
