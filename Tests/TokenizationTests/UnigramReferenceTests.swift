import Testing

import Tokenization

struct UnigramReferenceTests {
  private let fixture: UnigramFixture

  init() throws { fixture = try UnigramFixture.read() }

  @Test func readsEveryRowOfTheFixture() {
    #expect(fixture.pieces.count == 1000)
    #expect(fixture.normalized.count >= 2000)
    #expect(fixture.words.count >= 2000)
  }

  @Test func cutsWordsAsHuggingFaceDoes() throws {
    let plain = try fixture.model(byteFallback: false)
    let fallback = try fixture.model(byteFallback: true)
    let wrong = fixture.words.filter { row in
      plain.flat(row.word) != row.tokens
        || row.fallbackTokens.map { $0 != fallback.flat(row.word) } ?? false
    }
    #expect(wrong.isEmpty, "\(wrong.count), first \(wrong.prefix(5).map(\.word))")
  }

  @Test func changesCharactersAsHuggingFaceDoes() throws {
    let charsmap = try PrecompiledCharsmap(base64: fixture.charsmap)
    let wrong = fixture.normalized.filter { row in
      let bytes = Array(row.text.utf8)
      var text = AlignedText()
      text.decode(bytes, in: bytes.indices)
      charsmap.apply(to: &text)
      // Places in bytes become places in code points.
      var places = [0]
      for index in bytes.indices {
        let isLast = index + 1 == bytes.count || bytes[index + 1] & 0xC0 != 0x80
        places.append(places[index] + (isLast ? 1 : 0))
      }
      return text.elements.map(\.scalar) != row.changed.unicodeScalars.map(\.value)
        || text.elements.map { places[$0.start]..<places[$0.end] } != row.places
    }
    let names = wrong.prefix(5).map { row in
      row.text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
    }
    #expect(wrong.isEmpty, "\(wrong.count), first \(names)")
  }

  @Test func findsMatchesAsHuggingFaceDoes() throws {
    let patterns = try fixture.patterns.map { try SplitPattern(regex: $0) }
    let wrong = try fixture.splits.filter { row in
      let scalars = Array(row.text.unicodeScalars)
      return try row.matches
        != patterns.map { pattern in
          try pattern.matches(in: scalars).flatMap { [$0.lowerBound, $0.upperBound] }
        }
    }
    let names = wrong.prefix(5).map { row in
      row.text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
    }
    #expect(!fixture.splits.isEmpty && wrong.isEmpty, "\(wrong.count), first \(names)")
  }
}
