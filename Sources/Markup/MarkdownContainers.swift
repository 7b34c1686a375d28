internal import CCMark

/// The block quotes and list items around a block, which say how its lines begin.
struct MarkdownContainers {
  private struct Container {
    /// The columns before what a list item holds; nil for a block quote.
    let width: Int?
    /// The number of the line that it starts in, and where in it its content starts.
    let line: Int
    let content: Position
  }

  /// A place in a line with its column, which may be within a tab.
  private struct Position {
    var place: Int
    var column = 0

    /// Moves on by columns of spaces and tabs.
    mutating func skip(columns: Int, in bytes: [UInt8]) {
      var left = columns
      while left > 0, place < bytes.count {
        let width = width(in: bytes)
        guard width > 0 else { return }
        if left >= width { place += 1 }
        column += min(left, width)
        left -= width
      }
    }

    /// Moves on to what is neither space nor tab.
    mutating func skipBlanks(in bytes: [UInt8]) {
      while place < bytes.count {
        let width = width(in: bytes)
        guard width > 0 else { break }
        place += 1
        column += width
      }
    }

    /// The columns of a space or of the rest of a tab; 0 for others.
    private func width(in bytes: [UInt8]) -> Int {
      switch bytes[place] {
      case 0x20: 1
      case 0x09: 4 - column % 4
      default: 0
      }
    }
  }

  private let source: MarkdownSource
  private var containers: [Container] = []

  init(_ source: MarkdownSource) { self.source = source }

  /// Takes a block quote or a list item that starts.
  mutating func enter(_ node: OpaquePointer) {
    let number = Int(cmark_node_get_start_line(node))
    let bytes = source.bytes
    guard let line = source.line(number) else {
      return containers.append(
        Container(width: nil, line: number, content: Position(place: bytes.count)))
    }
    var position: Position
    if let last = containers.last, last.line == number {
      position = last.content
    } else {
      position = positions(inLineFrom: line.lowerBound).content
    }
    let start = position.column
    position.skipBlanks(in: bytes)
    let indent = position.column - start
    position.place = min(
      line.lowerBound + Int(cmark_node_get_start_column(node)) - 1, line.upperBound)
    guard cmark_node_get_type(node) == CMARK_NODE_ITEM else {
      position.place += 1
      position.column += 1
      position.skip(columns: 1, in: bytes)
      containers.append(Container(width: nil, line: number, content: position))
      return
    }
    let digits = bytes[position.place..<line.upperBound].prefix { (0x30...0x39).contains($0) }
    let mark = digits.count + 1
    position.place += mark
    position.column += mark
    var next = position
    next.skipBlanks(in: bytes)
    let gap = next.column - position.column
    // Five columns are one before a block of code.
    let padding = (1..<5).contains(gap) && next.place < line.upperBound ? gap : 1
    position.skip(columns: padding, in: bytes)
    containers.append(
      Container(width: indent + mark + padding, line: number, content: position))
  }

  /// Takes the end of the last that started.
  mutating func leave() { containers.removeLast() }

  /// Returns the place of a line's first word behind the marks of these containers.
  ///
  /// A line may lack some: then it goes on with a paragraph all the same.
  func firstWord(inLineFrom place: Int) -> Int { positions(inLineFrom: place).word.place }

  /// Returns where a line goes on behind the marks that it has, and where its first word is.
  private func positions(inLineFrom place: Int) -> (content: Position, word: Position) {
    let bytes = source.bytes
    var content = Position(place: place)
    var word = content
    word.skipBlanks(in: bytes)
    for container in containers {
      if let width = container.width {
        guard word.column - content.column >= width else { break }
        content.skip(columns: width, in: bytes)
      } else {
        guard word.column - content.column < 4, word.place < bytes.count, bytes[word.place] == 0x3E
        else { break }
        content = word
        content.place += 1
        content.column += 1
        content.skip(columns: 1, in: bytes)
        word = content
        word.skipBlanks(in: bytes)
      }
    }
    return (content, word)
  }
}
