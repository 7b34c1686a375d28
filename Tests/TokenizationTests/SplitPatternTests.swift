import Testing

import Tokenization

struct SplitPatternTests {
  private static let gpt2 =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
  private static let llama3 =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|"#
    + #"\s*[\r\n]+|\s+(?!\S)|\s+"#

  private func parts(_ regex: String, _ text: String) throws -> [String] {
    let scalars = Array(text.unicodeScalars)
    return try SplitPattern(regex: regex).matches(in: scalars).map { range in
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[range])
      return String(view)
    }
  }

  @Test func splitsAsTheModelsDo() throws {
    #expect(try parts(" {2,}", "a  b c   d") == ["  ", "   "])
    #expect(try parts(#"\s+"#, "a \u{85}\u{B}b\u{3000}c") == [" \u{85}\u{B}", "\u{3000}"])
    #expect(try parts("[\r\n]", "a\r\nb") == ["\r", "\n"])
    #expect(
      try parts(Self.gpt2, "I'm  here, 😀😀 2025!\n\n x") == [
        "I", "'m", " ", " here", ",", " 😀😀", " 2025", "!", "\n\n", " x",
      ])
    #expect(
      try parts(Self.llama3, "I'M (here) 12345!\r\n x") == [
        "I", "'M", " (", "here", ")", " ", "123", "45", "!\r\n", " x",
      ])
    #expect(try parts(Self.gpt2, "").isEmpty)
  }

  @Test func countsPlacesInScalars() throws {
    let ranges = try SplitPattern(regex: #"\p{L}+"#).matches(
      in: Array("😀é e\u{301}x".unicodeScalars))
    #expect(ranges == [1..<2, 3..<4, 5..<6])
  }

  @Test func matchesAMegabyte() throws {
    for part in ["a", " ", "1", "\n", "."] {
      let text = Array(String(repeating: part, count: 1 << 20).unicodeScalars)
      let length = try SplitPattern(regex: Self.llama3).matches(in: text).reduce(0) {
        $0 + $1.count
      }
      #expect(length == text.count)
    }
  }

  @Test func saysWhenATextIsTooMuch() throws {
    // Either all is found or the end of ICU's stack is told.
    let text = Array(String(repeating: " ", count: 1 << 20).unicodeScalars)
    do throws(SplitPatternError) {
      #expect(try SplitPattern(regex: " {2,}").matches(in: text) == [text.indices])
    } catch {
      #expect(error == .exhausted)
    }
  }

  @Test(arguments: [
    "(a+)+", "(?:a|b)*", "(a){2,}", #"(a)\1"#, #"\w"#, #"\bx"#, #"\h"#, ".", "^a", "a$",
    "[[:alpha:]]",
    "[a&&b]", "(?<n>a)", "(?>a)", "(?m:a)", #"\p{Alpha}"#, #"\pL"#, "a{2}+", "a{2001}", "a+*",
    "[a--b]", "a{3}{3}", "(?:ab){2}", "(?=b)", "(?<=a)", "x*", "a|b?", "(?:a?)", "(?:a|b*)",
    "(?!x)|a", "", "a?a?a?a?a?a?a?", "(?:a?b?c?|d*)e?f?g?h?",
  ])
  func refusesByName(regex: String) throws {
    let error = try #require(throws: SplitPatternError.self) { try SplitPattern(regex: regex) }
    guard case .unsupported = error else {
      Issue.record("refused as \(error)")
      return
    }
  }

  @Test(arguments: ["(", ")", "[a", "*", "a{2,1}", "a{x}", #"a\"#, "a{99999999999999999999}"])
  func refusesWhatIsNoPattern(regex: String) {
    #expect(throws: SplitPatternError.malformed) { try SplitPattern(regex: regex) }
  }

  @Test func givesUpOnRunawaysInsteadOfHanging() throws {
    let text = Array(repeating: Unicode.Scalar("a"), count: 3000)
    for regex in ["a*a*a*b", "a*a*a*a*a*a*b"] {
      #expect(throws: SplitPatternError.exhausted) {
        try SplitPattern(regex: regex).matches(in: text)
      }
    }
  }

  @Test func refusesLongPatterns() {
    let limit = SplitPattern.lengthLimit
    #expect(throws: SplitPatternError.tooLong(limit: limit)) {
      try SplitPattern(regex: String(repeating: "a", count: limit + 1))
    }
  }
}
