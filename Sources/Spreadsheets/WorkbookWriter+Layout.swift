extension WorkbookWriter {
  /// Links that a sheet may have; programs refuse one with more.
  public static let linkLimit = 65_530

  /// How the columns of a sheet look.
  public struct Layout: Sendable {
    /// The columns' widths in digits, from the first column; as the program likes if there are none.
    public var widths: [Int]
    /// A column, from 0, whose texts below the head are links; nil for none.
    public var linkColumn: Int?
    /// What stands before such a text to make it an address, relative to the workbook.
    public var linkBase: String

    /// Makes a layout.
    public init(widths: [Int] = [], linkColumn: Int? = nil, linkBase: String = "") {
      self.widths = widths
      self.linkColumn = linkColumn
      self.linkBase = linkBase
    }
  }

  /// Returns a relative path as an address: all but letters, digits and a few signs in hexadecimal.
  static func address(_ path: String) -> String {
    path.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      let isPlain =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || "0123456789-._~/".unicodeScalars.contains(scalar))
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(scalar) : "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }

  static func columns(_ widths: [Int]) -> String {
    guard !widths.isEmpty else { return "" }
    let columns = widths.enumerated().map { index, width in
      "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(width)\" customWidth=\"1\"/>"
    }
    return "<cols>\(columns.joined())</cols>"
  }
}
