internal import AttributionRecords
internal import Foundation
internal import GRDB

/// The table of a pool's documents, `pool.sqlite`: readable with any SQLite.
struct PoolTable: Sendable {
  static let fileName = "pool.sqlite"

  private let queue: DatabaseQueue
  private let path: String

  /// Opens the table of a pool.
  ///
  /// - Parameter folder: The pool's folder.
  /// - Throws: ``PoolError``.
  init(reading folder: URL) throws(PoolError) {
    let path = folder.appending(path: Self.fileName).path(percentEncoded: false)
    self.path = path
    var configuration = Configuration()
    configuration.readonly = true
    // A foreign file's own functions and triggers stay asleep.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF") }
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw .damaged(path: path, detail: Self.detail(error))
    }
  }

  /// Writes the table of a pool.
  ///
  /// - Parameters:
  ///   - folder: The pool's folder, without a table.
  ///   - body: Calls its argument with each document, in order.
  /// - Throws: ``PoolError``, or what the closure throws.
  static func write(
    to folder: URL, _ body: (_ add: (PoolDocument) throws -> Void) throws -> Void
  ) throws {
    let path = folder.appending(path: fileName).path(percentEncoded: false)
    do {
      let queue = try DatabaseQueue(path: path)
      try queue.write { database in
        try database.execute(sql: schema)
        let row = try database.makeStatement(sql: insertDocument)
        let excerpt = try database.makeStatement(sql: insertExcerpt)
        var number = 0
        try body { document in
          try row.execute(arguments: arguments(number, document))
          for (key, value) in document.excerpts.sorted(by: {
            ($0.key.output, $0.key.base) < ($1.key.output, $1.key.base)
          }) {
            try excerpt.execute(
              arguments: [number, key.output, key.base, try TableJSON.string(value)])
          }
          number += 1
        }
      }
      try queue.close()
    } catch let error as DatabaseError {
      throw PoolError.unwritable(path: path, detail: detail(error))
    }
  }

  /// Texts are bytes where SQLite's own text would end early, at a NUL.
  private static let schema = """
    CREATE TABLE documents (
      number INTEGER PRIMARY KEY, id NOT NULL UNIQUE, source NOT NULL, title NOT NULL,
      sha256 TEXT NOT NULL, category, gold TEXT NOT NULL, label, probability REAL, value REAL,
      text, fields TEXT NOT NULL
    );
    CREATE TABLE excerpts (
      document INTEGER NOT NULL, output INTEGER NOT NULL, base INTEGER NOT NULL,
      excerpt NOT NULL, PRIMARY KEY (document, output, base)
    ) WITHOUT ROWID;
    """
  private static let insertDocument = """
    INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """
  private static let insertExcerpt = "INSERT INTO excerpts VALUES (?, ?, ?, ?)"

  private static func arguments(
    _ number: Int, _ document: PoolDocument
  ) throws -> StatementArguments {
    [
      number, value(document.id), value(document.source), value(document.title), document.sha256,
      value(document.category), try TableJSON.string(document.gold), value(document.label),
      document.probability, document.value, value(document.text),
      try TableJSON.string(document.fields),
    ]
  }

  /// A text as SQLite keeps all of it.
  private static func value(_ text: String?) -> DatabaseValue {
    guard let text else { return .null }
    return text.utf8.contains(0)
      ? Data(text.utf8).databaseValue : text.databaseValue
  }

  /// Returns the ids and categories of all documents, in order.
  func names() throws(PoolError) -> [(id: String, category: String?)] {
    try reading { database in
      var names: [(id: String, category: String?)] = []
      let rows = try Row.fetchCursor(
        database, sql: "SELECT number, id, category FROM documents ORDER BY number")
      while let row = try rows.next() {
        guard Int.fromDatabaseValue(row[0]) == names.count, let id = Self.text(row[1]) else {
          throw DatabaseError(message: "document \(names.count) is missing or has no id")
        }
        names.append((id, Self.text(row[2])))
      }
      return names
    }
  }

  /// Returns a document without its excerpts.
  func document(_ number: Int) throws(PoolError) -> PoolDocument {
    try reading { database in
      let statement = try database.cachedStatement(
        sql: """
          SELECT id, source, title, sha256, category, gold, text, fields FROM documents \
          WHERE number = ?
          """)
      guard let row = try Row.fetchOne(statement, arguments: [number]),
        let id = Self.text(row[0]), let source = Self.text(row[1]), let title = Self.text(row[2]),
        let sha256 = Self.text(row[3]),
        let gold: [String] = Self.json(row[5]), let fields: [PoolDocument.Field] = Self.json(row[7])
      else { throw DatabaseError(message: "document \(number) is missing or incomplete") }
      let text = Self.text(row[6])
      guard fields.allSatisfy({ $0.lies(in: text ?? "") }) else {
        throw DatabaseError(message: "document \(number) has a field outside its text")
      }
      return PoolDocument(
        id: id, source: source, title: title, sha256: sha256, category: Self.text(row[4]),
        gold: gold, text: text, fields: fields)
    }
  }

  /// Returns an excerpt of a document; nil if there is none.
  func excerpt(_ number: Int, _ key: PoolDocument.ExcerptKey) throws(PoolError) -> Excerpt? {
    try reading { database in
      let statement = try database.cachedStatement(
        sql: "SELECT excerpt FROM excerpts WHERE document = ? AND output = ? AND base = ?")
      guard
        let row = try Row.fetchOne(statement, arguments: [number, key.output, key.base])
      else { return nil }
      guard let excerpt: Excerpt = Self.json(row[0]),
        (try? excerpt.validate(file: Self.fileName)) != nil
      else {
        throw DatabaseError(message: "an excerpt of document \(number) is broken")
      }
      return excerpt
    }
  }

  private func reading<Result>(
    _ body: @Sendable (Database) throws -> Result
  ) throws(PoolError) -> Result where Result: Sendable {
    do {
      return try queue.read(body)
    } catch {
      throw .damaged(path: path, detail: Self.detail(error))
    }
  }

  private static func text(_ value: DatabaseValue) -> String? {
    switch value.storage {
    case .string(let text): text
    case .blob(let data): String(validating: data, as: UTF8.self)
    default: nil
    }
  }

  private static func json<Value: Decodable>(_ value: DatabaseValue) -> Value? {
    text(value).flatMap { try? JSONDecoder().decode(Value.self, from: Data($0.utf8)) }
  }

  private static func detail(_ error: any Error) -> String {
    (error as? DatabaseError)?.message ?? "it is not a database of this tool"
  }
}

/// Lists and excerpts as JSON, the same text for the same value.
private enum TableJSON {
  static func string(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

extension PoolDocument.Field {
  /// Whether it is a range of whole characters of a text.
  fileprivate func lies(in text: String) -> Bool {
    let bytes = text.utf8
    guard 0 <= start, start <= end, end <= bytes.count else { return false }
    return [start, end].allSatisfy { offset in
      let index = bytes.index(bytes.startIndex, offsetBy: offset)
      return index.samePosition(in: text.unicodeScalars) != nil
    }
  }
}
