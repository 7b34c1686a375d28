extension MarkdownLeaf {
  /// Skips what follows the brackets of a link: `(to "title")`, `[label]` or nothing.
  mutating func skipDestination() {
    if byte == 0x28, let address = address(spaces(place + 1)) {
      let title = spaces(address)
      let last = spaces(title == address ? title : self.title(title) ?? title)
      if byte(last) == 0x29 {
        place = last + 1
        return
      }
    }
    if let label = label(place) { place = label }
  }

  /// Returns the place and those behind definitions such as `[label]: address "title"`, which a
  /// paragraph may start with.
  func definitionEnds() -> [Int] {
    var ends = [place]
    var place = place
    while byte(place) == 0x5B, let label = label(place), label > place + 2, byte(label) == 0x3A,
      let address = address(spaces(label + 1)), address > spaces(label + 1)
    {
      let start = spaces(address)
      let title = start == address ? nil : title(start)
      guard
        let line = [title, address].lazy.compactMap(\.self).map(blanks).first(where: {
          $0 >= end || byte($0) == 0x0A
        }), line < end
      else { break }
      place = next(line)
      ends.append(place)
    }
    return ends
  }

  /// Returns the place behind spaces and tabs.
  func blanks(_ place: Int) -> Int {
    var place = place
    while byte(place) == 0x20 || byte(place) == 0x09 { place += 1 }
    return place
  }

  /// Returns the place behind white space.
  func spaces(_ place: Int) -> Int {
    var place = place
    while MarkdownSource.isSpace(byte(place)) { place = next(place) }
    return place
  }

  /// Returns the place behind a byte and, if it escapes one, behind that.
  private func behind(_ place: Int) -> Int {
    byte(place) == 0x5C && MarkdownSource.isPunctuation(byte(place + 1))
      ? place + 2 : next(place)
  }

  /// Returns the place behind the address of a link; nil if there is none.
  private func address(_ start: Int) -> Int? {
    var place = start
    if byte(place) == 0x3C {
      place += 1
      while byte(place) != 0x3E {
        guard place < end, byte(place) != 0x0A, byte(place) != 0x3C else { return nil }
        place = behind(place)
      }
      return place + 1
    }
    var depth = 0
    while place < end, !MarkdownSource.isSpace(byte(place)) {
      if byte(place) == 0x28 {
        depth += 1
        // As deep as cmark goes.
        guard depth <= 32 else { return nil }
      } else if byte(place) == 0x29 {
        guard depth > 0 else { break }
        depth -= 1
      }
      place = behind(place)
    }
    return place
  }

  /// Returns the place behind the title of a link; nil if there is none.
  private func title(_ start: Int) -> Int? {
    let open = byte(start)
    guard open == 0x22 || open == 0x27 || open == 0x28 else { return nil }
    let close: UInt8 = open == 0x28 ? 0x29 : open
    var place = start + 1
    while byte(place) != close {
      guard place < end, byte(place) != 0x28 || open != 0x28 else { return nil }
      place = behind(place)
    }
    return place + 1
  }

  /// Returns the place behind a label in brackets; nil if there is none.
  private func label(_ start: Int) -> Int? {
    guard byte(start) == 0x5B else { return nil }
    var place = start + 1
    // As long as cmark takes.
    while place < end, place - start <= 1001 {
      switch byte(place) {
      case 0x5D: return place + 1
      case 0x5B: return nil
      default: place = behind(place)
      }
    }
    return nil
  }
}
