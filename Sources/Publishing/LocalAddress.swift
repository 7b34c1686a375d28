/// Addresses of files within a folder.
package enum LocalAddress {
  /// Where an address leads.
  package enum Place: Equatable {
    /// A file of the folder by its path, and perhaps a place in it.
    case file(String, fragment: String?)
    /// Another computer, or a program.
    case elsewhere
    /// Nowhere: out of the folder, or not an address.
    case nowhere
  }

  /// Resolves an address.
  ///
  /// - Parameters:
  ///   - address: A relative address, percent-encoded.
  ///   - path: The file below the folder that it stands in.
  /// - Returns: Where it leads.
  package static func resolve(_ address: String, from path: String) -> Place {
    let parts = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let fragment = parts.count > 1 ? decoded(parts[1]) : nil
    guard let target = parts.first else { return .nowhere }
    let beforeSlash = target.prefix { $0 != "/" }
    if beforeSlash.contains(":") || target.hasPrefix("//") { return .elsewhere }
    guard !target.isEmpty else { return .file(path, fragment: fragment) }
    guard !target.hasPrefix("/"), !target.contains("?"), let target = decoded(target) else {
      return .nowhere
    }
    var folders = path.split(separator: "/").dropLast().map(String.init)
    for part in target.split(separator: "/", omittingEmptySubsequences: false) {
      switch part {
      case "..":
        guard folders.popLast() != nil else { return .nowhere }
      case "", ".": break
      default: folders.append(String(part))
      }
    }
    return .file(folders.joined(separator: "/"), fragment: fragment)
  }

  /// Percent-encodes a path, so that it is an address.
  package static func encoded(_ path: String) -> String {
    var address = ""
    for byte in path.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E:
        address.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        address += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return address
  }

  /// Undoes percent-encoding; nil if what results is not UTF-8 or holds a zero.
  private static func decoded(_ address: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(address.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == 0x25 else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit),
        let value = UInt8(digits, radix: 16), value > 0
      else { return nil }
      rest = rest.dropFirst(2)
      bytes.append(value)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
