/// The row of a sheet that is being read.
struct SheetRow {
  let strings: [String]
  let dates: DateStyles
  let columnLimit: Int

  /// A cell is outside every sheet.
  struct Broken: Error {}

  /// The row's number, from 1.
  private(set) var number = 0
  private var cells: [Cell] = []
  /// The columns of the row's formulas of which no value was kept.
  private(set) var formulas: [Int] = []
  private var column = 0
  private var kind = ""
  private var style = 0
  private var value = ""
  private var isInValue = false
  private var isFormula = false
  private var inline = TextCollector()
  private var inlineText: String?

  init(strings: [String], dates: DateStyles, columnLimit: Int) {
    self.strings = strings
    self.dates = dates
    self.columnLimit = columnLimit
  }

  /// Takes an event.
  ///
  /// - Returns: The cells of a row that has ended.
  mutating func take(_ event: XMLReader.Event) throws -> [Cell]? {
    if let text = inline.take(event, item: "is") { inlineText = text }
    switch event {
    case .open("row", let attributes):
      let given = attributes["r"].flatMap { Int($0) }
      guard given ?? 1 > 0 else { throw Broken() }
      number = given ?? number + 1
      cells = []
      formulas = []
    case .open("c", let attributes):
      column = try attributes["r"].map(Self.column) ?? cells.count
      guard column < columnLimit else { throw Broken() }
      kind = attributes["t"] ?? "n"
      style = attributes["s"].flatMap { Int($0) } ?? 0
      value = ""
      isFormula = false
      inlineText = nil
    case .open("f", _): isFormula = true
    case .open("v", _): isInValue = true
    case .close("v"): isInValue = false
    case .text(let text): if isInValue { value += text }
    case .close("c"):
      guard column >= cells.count else { throw Broken() }
      cells += Array(repeating: .text(""), count: column - cells.count)
      cells.append(try cell())
      // A formula whose value is an empty text says that it is a text.
      if isFormula, value.isEmpty, kind == "n" { formulas.append(column) }
    case .close("row"): return cells
    default: break
    }
    return nil
  }

  private func cell() throws -> Cell {
    switch kind {
    case "s":
      if value.isEmpty { return .text("") }
      guard let index = Int(value), strings.indices.contains(index) else { throw Broken() }
      return .text(strings[index])
    case "inlineStr": return .text(inlineText ?? "")
    case "b": return .bool(value == "1" || value == "true")
    case "str": return .text(TextCollector.unescaped(value))
    case "e", "d": return .text(value)
    default:
      guard !value.isEmpty else { return .text("") }
      if let date = dates.text(value, style: style) { return .text(date) }
      guard let number = Double(value), number.isFinite else { return .text(value) }
      return .number(value)
    }
  }

  /// Returns the column of a reference such as `AB12`, from 0.
  private static func column(_ reference: String) throws -> Int {
    var column = 0
    for byte in reference.utf8 {
      guard (0x41...0x5A).contains(byte) else { break }
      column = column * 26 + Int(byte) - 0x40
      guard column < 1 << 20 else { throw Broken() }
    }
    guard column > 0 else { throw Broken() }
    return column - 1
  }
}
