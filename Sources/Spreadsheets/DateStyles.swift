internal import Foundation

/// Which styles of a workbook show a number as a date, and how (ECMA-376, 18.8.30 and 18.17.4).
struct DateStyles: Sendable {
  private enum Form { case date, time, both }

  /// The form of each style that shows a date.
  private var forms: [Int: Form] = [:]
  private let is1904: Bool

  /// Reads the styles.
  ///
  /// - Parameters:
  ///   - bytes: `styles.xml`; nil for none.
  ///   - is1904: Whether days are counted from 1904.
  ///   - read: Reads XML.
  /// - Throws: ``SpreadsheetError``.
  init(
    _ bytes: [UInt8]?, is1904: Bool,
    read: ([UInt8], (XMLReader.Event) -> Void) throws(SpreadsheetError) -> Void
  ) throws(SpreadsheetError) {
    self.is1904 = is1904
    guard let bytes else { return }
    var formats: [Int: String] = [:]
    var styles: [Int] = []
    var isInCells = false
    try read(bytes) { event in
      switch event {
      case .open("numFmt", let attributes):
        if let id = attributes["numFmtId"].flatMap({ Int($0) }) {
          formats[id] = attributes["formatCode"]
        }
      case .open("cellXfs", _): isInCells = true
      case .close("cellXfs"): isInCells = false
      case .open("xf", let attributes):
        if isInCells { styles.append(attributes["numFmtId"].flatMap { Int($0) } ?? 0) }
      default: break
      }
    }
    for (style, format) in styles.enumerated() {
      forms[style] = formats[format].map(Self.form) ?? Self.known(format)
    }
  }

  /// The formats that every workbook has.
  private static func known(_ id: Int) -> Form? {
    switch id {
    case 14...17: .date
    case 18...21, 45...47: .time
    case 22: .both
    default: nil
    }
  }

  private static func form(_ code: String) -> Form? {
    // Neither quoted text nor colours and conditions say what is shown.
    let bare = code.replacing(/"[^"]*"|\[[^\]]*\]|\\./, with: "").lowercased()
    let hasDay = bare.contains("y") || bare.contains("d")
    let hasTime = bare.contains("h") || bare.contains("s")
    if hasDay { return hasTime ? .both : .date }
    return hasTime ? .time : nil
  }

  /// Returns a number as a date; nil if its style shows a number.
  func text(_ value: String, style: Int) -> String? {
    guard let form = forms[style], let number = Double(value), number >= 0, number < 2_958_466
    else { return nil }
    // Days are whole seconds here; a workbook counts a 29 February 1900 that never was.
    var days = number
    if !is1904, days < 60 { days += 1 }
    let epoch = is1904 ? -2_082_844_800.0 : -2_209_161_600.0
    let date = Date(timeIntervalSince1970: epoch + (days * 86_400).rounded())
    let text = date.formatted(.iso8601)
    return switch form {
    case .date: number == number.rounded(.down) ? String(text.prefix(10)) : String(text.dropLast())
    case .both: String(text.dropLast())
    case .time: number < 1 ? String(text.dropLast().suffix(8)) : nil
    }
  }
}
