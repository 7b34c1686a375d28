/// A value of which records keep many: one list a property instead of one object a value.
public protocol ColumnElement: Sendable, Equatable {
  /// The lists, all of one length.
  associatedtype Columns: ColumnLists where Columns.Element == Self
}

/// The lists of a table, one a property.
public protocol ColumnLists: Codable, Sendable {
  /// What a row is.
  associatedtype Element

  /// Cuts rows into columns.
  init(_ rows: [Element])

  /// The rows; nil if the columns differ in length.
  var rows: [Element]? { get }
}

/// Keeps rows in memory and columns on disk.
@propertyWrapper
public struct AsColumns<Element: ColumnElement>: Codable, Sendable, Equatable {
  /// The rows.
  public var wrappedValue: [Element]

  /// Wraps rows.
  public init(wrappedValue: [Element]) { self.wrappedValue = wrappedValue }

  /// Reads columns, which must be of one length.
  public init(from decoder: any Decoder) throws {
    guard let rows = try Element.Columns(from: decoder).rows else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "The columns differ in length."))
    }
    wrappedValue = rows
  }

  /// Writes columns.
  public func encode(to encoder: any Encoder) throws {
    try Element.Columns(wrappedValue).encode(to: encoder)
  }
}

extension RecordedToken: ColumnElement {
  /// Tokens as columns.
  public struct Columns: ColumnLists {
    let ids: [Int]
    let pieces: [String]
    let starts: [Int]
    let ends: [Int]

    /// Cuts tokens into columns.
    public init(_ rows: [RecordedToken]) {
      ids = rows.map(\.id)
      pieces = rows.map(\.piece)
      starts = rows.map(\.start)
      ends = rows.map(\.end)
    }

    /// The tokens.
    public var rows: [RecordedToken]? {
      guard ids.count == pieces.count, ids.count == starts.count, ids.count == ends.count else {
        return nil
      }
      return ids.indices.map {
        RecordedToken(id: ids[$0], piece: pieces[$0], start: starts[$0], end: ends[$0])
      }
    }
  }
}

extension RecordedWord: ColumnElement {
  /// Words as columns.
  public struct Columns: ColumnLists {
    let starts: [Int]
    let ends: [Int]
    let firstTokens: [Int]
    let endTokens: [Int]

    /// Cuts words into columns.
    public init(_ rows: [RecordedWord]) {
      starts = rows.map(\.start)
      ends = rows.map(\.end)
      firstTokens = rows.map(\.firstToken)
      endTokens = rows.map(\.endToken)
    }

    /// The words.
    public var rows: [RecordedWord]? {
      guard starts.count == ends.count, starts.count == firstTokens.count,
        starts.count == endTokens.count
      else { return nil }
      return starts.indices.map {
        RecordedWord(
          start: starts[$0], end: ends[$0], firstToken: firstTokens[$0], endToken: endTokens[$0])
      }
    }
  }
}
