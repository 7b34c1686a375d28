/// The scan for bytes that HTML forbids, or that HTML and XML read differently.
struct ByteScan {
  static let documentType = "<!DOCTYPE html>"
  private static let head = Array("<!DOCTYPE html>\n<html ".utf8)
  private static let references = ["amp;", "lt;", "gt;", "quot;", "#39;", "#9;", "#10;"]
    .map { Array($0.utf8) }
  /// The elements that HTML never closes, and the SVG ones that pages write empty.
  private static let emptyElements: Set<String> = [
    "area", "base", "br", "circle", "col", "embed", "hr", "img", "input", "line", "link", "meta",
    "path", "polyline", "rect", "source", "stop", "track", "use", "wbr",
  ]

  private let bytes: UnsafeBufferPointer<UInt8>
  private var faults = FaultList(.bytes)
  private var line = 1

  private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  static func faults(in bytes: UnsafeBufferPointer<UInt8>) -> [MarkupFault] {
    var scan = Self(bytes)
    scan.run()
    return scan.faults.all
  }

  private mutating func run() {
    if !bytes.starts(with: Self.head) {
      say("a page must begin with <!DOCTYPE html>, a newline and <html, without a byte order mark")
    }
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case 0x0A: line += 1
      case 0x0D: say("carriage return")
      case 0x26: checkReference(at: index)
      case 0x3C: checkTag(at: index)
      case 0x7F: say("control character U+007F")
      default:
        if let forbidden = ForbiddenScalar(at: index, in: bytes) { say(forbidden.name) }
      }
      index += 1
    }
  }

  private mutating func say(_ message: @autoclosure () -> String) {
    faults.add(line: line, message())
  }

  /// Pages hold only the references that ``Polyglot/escape(_:)`` writes.
  private mutating func checkReference(at index: Int) {
    let rest = bytes[(index + 1)...]
    if !Self.references.contains(where: { rest.starts(with: $0) }) {
      say("reference that a page must not use; escape “&” as “&amp;”")
    }
  }

  private mutating func checkTag(at index: Int) {
    guard index + 1 < bytes.count else { return }
    switch bytes[index + 1] {
    case 0x21:
      if index > 0 {
        say("comment, declaration or CDATA section: HTML and XML read it differently")
      }
    case 0x3F: say("processing instruction")
    case 0x41...0x5A: say("upper-case tag name")
    case 0x61...0x7A: checkStartTag(at: index + 1)
    default: break
    }
  }

  private mutating func checkStartTag(at start: Int) {
    var end = start
    while end < bytes.count, Self.isNameByte(bytes[end]) { end += 1 }
    let name = String(decoding: bytes[start..<end], as: UTF8.self)
    if end < bytes.count, bytes[end] == 0x3A { say("prefixed tag name") }
    // "<" stops the search also inside quotes, where XML forbids it: the scan stays linear.
    var quote: UInt8?
    while end < bytes.count, bytes[end] != 0x3C {
      let byte = bytes[end]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x3E {
        break
      }
      end += 1
    }
    if end < bytes.count, bytes[end] == 0x3E, bytes[end - 1] == 0x2F,
      !Self.emptyElements.contains(name)
    {
      say("<\(name)/> closes itself in XML but stays open in HTML")
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
  }
}
