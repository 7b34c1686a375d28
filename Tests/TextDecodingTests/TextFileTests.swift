import Foundation
import TestSupport
import TextDecoding
import Testing

struct TextFileTests {
  /// Reads a file that has these bytes.
  private func read(
    _ bytes: [UInt8], named: String? = nil, declared: String? = nil
  ) throws -> (text: String, encoding: TextEncoding) {
    try Fixtures.withTemporaryFolder { folder in
      let url = folder.appending(path: "f")
      try Data(bytes).write(to: url)
      let file = try TextFile(
        path: url.path(percentEncoded: false),
        named: named.flatMap { TextEncoding(named: $0, evidence: .named) },
        declaration: { _ in declared })
      var text: [UInt8] = []
      try file.forEachPart {
        text += $0
        return true
      }
      return (try #require(String(validating: text, as: UTF8.self)), file.encoding)
    }
  }

  private static let sample = "Größe: 5 €, naïve 漢字 🙂\nline two\n"

  /// Bytes of a text in UTF-16 or UTF-32.
  private static func wide(_ text: String, bytes: Int, isBig: Bool) -> [UInt8] {
    let units: [UInt32] =
      bytes == 2 ? text.utf16.map(UInt32.init) : text.unicodeScalars.map(\.value)
    return units.flatMap { unit in
      let little = (0..<bytes).map { UInt8(truncatingIfNeeded: unit >> (8 * UInt32($0))) }
      return isBig ? little.reversed() : little
    }
  }

  @Test func readsEveryByteOrderMark() throws {
    let mark = "\u{FEFF}"
    for (name, bytes) in [
      ("UTF-8", Array((mark + Self.sample).utf8)),
      ("UTF-16LE", Self.wide(mark + Self.sample, bytes: 2, isBig: false)),
      ("UTF-16BE", Self.wide(mark + Self.sample, bytes: 2, isBig: true)),
      ("UTF-32LE", Self.wide(mark + Self.sample, bytes: 4, isBig: false)),
      ("UTF-32BE", Self.wide(mark + Self.sample, bytes: 4, isBig: true)),
    ] {
      let (text, encoding) = try read(bytes)
      #expect(text == Self.sample, "\(name)")
      #expect(encoding == TextEncoding(name: name, evidence: .mark))
      // A mark says more than the user or the page.
      #expect(try read(bytes, named: "windows-1252", declared: "big5").encoding.name == name)
    }
  }

  @Test func knowsWideEncodingsByTheirZeros() throws {
    let latin = "A longer text in plain letters, with accents é and ü, of two\nlines."
    for (name, bytes) in [
      ("UTF-16LE", Self.wide(latin, bytes: 2, isBig: false)),
      ("UTF-16BE", Self.wide(latin, bytes: 2, isBig: true)),
      ("UTF-32LE", Self.wide(latin, bytes: 4, isBig: false)),
      ("UTF-32BE", Self.wide(latin, bytes: 4, isBig: true)),
    ] {
      let (text, encoding) = try read(bytes)
      #expect(text == latin, "\(name)")
      #expect(encoding == TextEncoding(name: name, evidence: .zeros))
    }
  }

  @Test func guessesEncodingsOfLanguages() throws {
    let cases: [(text: String, encoding: String)] = [
      (
        "Съешь же ещё этих мягких французских булок, да выпей чаю. Быстрая лиса прыгает через собаку.",
        "KOI8-R"
      ),
      (
        "Съешь же ещё этих мягких французских булок, да выпей чаю. Быстрая лиса прыгает через собаку.",
        "WINDOWS-1251"
      ),
      ("吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。", "CP932"),
      ("这个产品的质量非常好，我很满意，下次还会再来购买。物流也很快。", "GB18030"),
      ("Das Gerät läuft täglich größtenteils ohne Störungen, für müde Füße schön.", "WINDOWS-1252"),
    ]
    for (text, name) in cases {
      let bytes = try #require(Self.encode(text, name))
      let (found, encoding) = try read(bytes)
      #expect(found == text, "\(name): read as \(encoding.name)")
      #expect(encoding.evidence == .guessed)
    }
  }

  /// Encodes a text by the iconv command.
  private static func encode(_ text: String, _ name: String) -> [UInt8]? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["iconv", "-f", "UTF-8", "-t", name]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    guard (try? process.run()) != nil else { return nil }
    input.fileHandleForWriting.write(Data(text.utf8))
    try? input.fileHandleForWriting.close()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? Array(bytes) : nil
  }

  @Test func followsADeclarationAndTheUser() throws {
    let bytes: [UInt8] = [0x63, 0x61, 0x66, 0xE9, 0x20, 0x93, 0x78, 0x94]
    let declared = try read(bytes, declared: "iso-8859-1")
    #expect(declared.text == "café “x”")
    #expect(declared.encoding == TextEncoding(name: "WINDOWS-1252", evidence: .declared))
    #expect(try read(bytes, named: "windows-1253").text == "cafι “x”")
    // A declaration that nobody knows says nothing.
    #expect(try read(Array("fine".utf8), declared: "x-nothing").encoding.evidence == .valid)
  }

  @Test func refusesWhatIsNoText() throws {
    func fault(_ bytes: [UInt8], named: String? = nil) -> TextFile.Fault? {
      do {
        _ = try read(bytes, named: named)
        return nil
      } catch { return error as? TextFile.Fault }
    }
    #expect(fault([0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 0x0D, 0xFF]) == .encoding(.binary))
    let damaged = Array("größe\nschön äöü\nfü".utf8) + [0xC3, 0x0A, 0x61]
    #expect(fault(damaged) == .encoding(.damaged(line: 3)))
    #expect(
      fault([0x61, 0x81], named: "windows-1252")
        == .notOf(TextEncoding(name: "WINDOWS-1252", evidence: .named)))
    // The last character is not whole.
    #expect(
      fault([0x61, 0xC3], named: "utf-8") == .notOf(TextEncoding(name: "UTF-8", evidence: .named)))
    #expect(fault([0x1F, 0x8B, 0x08, 0x00]) == .damagedGzip)
  }

  @Test func readsZerosInUTF8AsText() throws {
    let (text, encoding) = try read([0x61, 0x00, 0x62, 0x20, 0x63, 0x64])
    #expect(text == "a\0b cd" && encoding.evidence == .valid)
  }

  @Test func decodesCharactersThatPartsCut() throws {
    // More than a part of 2^18 bytes, so that characters of three and four bytes are cut.
    let text = String(repeating: "漢🙂a", count: 80_000)
    let (found, encoding) = try read(Self.wide(text, bytes: 2, isBig: true), named: "utf-16be")
    #expect(found == text && encoding.evidence == .named)
    #expect(try read(Array(text.utf8)).text == text)
  }
}
