public import Foundation

/// Records and summaries as JSON: sorted keys, fixed number format, a newline at the end.
public enum RecordFile {
  /// Returns a record as JSON bytes; the same record gives the same bytes.
  ///
  /// - Parameter record: A record.
  /// - Returns: UTF-8 JSON.
  /// - Throws: `EncodingError` if a number is not finite.
  public static func data(of record: AttributionRecord) throws -> Data {
    var json = JSONText()
    try record.write(to: &json)
    json.raw("\n")
    return Data(json.bytes)
  }

  /// Returns a run's summary as JSON bytes; the same summary gives the same bytes.
  ///
  /// - Parameter summary: A summary.
  /// - Returns: UTF-8 JSON.
  /// - Throws: `EncodingError` if a number is not finite.
  public static func data(of summary: RunSummary) throws -> Data {
    var data = Data()
    try write(summary) { data += $0 }
    return data
  }

  /// Writes a run's summary as JSON in parts, so that a long one is never held at once.
  ///
  /// - Parameters:
  ///   - summary: A summary.
  ///   - sink: Takes the parts of the UTF-8 JSON one after the other.
  /// - Throws: `EncodingError` if a number is not finite, or what the closure throws.
  public static func write(
    _ summary: RunSummary, to sink: (_ part: [UInt8]) throws -> Void
  ) throws {
    try summary.write(to: sink)
  }

  /// Returns any other value as JSON bytes; the same value gives the same bytes.
  ///
  /// - Parameter value: A value.
  /// - Returns: UTF-8 JSON.
  /// - Throws: `EncodingError` if a number is not finite.
  public static func data(encoding value: some Encodable) throws -> Data {
    try encoder().encode(value) + [0x0A]
  }

  static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  /// Reads a record.
  ///
  /// - Parameters:
  ///   - data: UTF-8 JSON.
  ///   - file: The file's name, for error messages.
  /// - Returns: The record, checked by ``AttributionRecord/validate(file:)``.
  /// - Throws: ``RecordError``.
  public static func record(from data: Data, file: String) throws(RecordError) -> AttributionRecord
  {
    let record: AttributionRecord = try decode(data, file: file)
    try record.validate(file: file)
    return record
  }

  /// Reads a run's summary.
  ///
  /// - Parameters:
  ///   - data: UTF-8 JSON.
  ///   - file: The file's name, for error messages.
  /// - Returns: The summary.
  /// - Throws: ``RecordError``.
  public static func summary(from data: Data, file: String) throws(RecordError) -> RunSummary {
    let summary: RunSummary = try decode(data, file: file)
    try summary.validate(file: file)
    return summary
  }

  /// A value that is only read if its format is ours, so that JSON is parsed once.
  private struct Versioned<Value: Decodable>: Decodable {
    enum Key: CodingKey { case formatVersion }

    let version: Int
    let value: Value?

    init(from decoder: any Decoder) throws {
      version = try decoder.container(keyedBy: Key.self).decode(Int.self, forKey: .formatVersion)
      let isCurrent = version == AttributionRecord.currentFormatVersion
      value = isCurrent ? try Value(from: decoder) : nil
    }
  }

  private static func decode<Value: Decodable>(
    _ data: Data, file: String
  ) throws(RecordError) -> Value {
    let versioned: Versioned<Value>
    do {
      versioned = try JSONDecoder().decode(Versioned<Value>.self, from: data)
    } catch {
      throw .notARecord(file: file, detail: Self.detail(of: error))
    }
    guard let value = versioned.value else {
      throw .formatVersion(file: file, found: versioned.version)
    }
    return value
  }

  private static func detail(of error: any Error) -> String {
    func path(_ keys: [any CodingKey]) -> String {
      keys.isEmpty ? "the top level" : keys.map(\.stringValue).joined(separator: ".")
    }
    switch error as? DecodingError {
    case .keyNotFound(let key, let context):
      return "“\(key.stringValue)” is missing in \(path(context.codingPath))"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "the value of \(path(context.codingPath)) has the wrong type"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      return "the value of \(path(context.codingPath)) is not allowed"
    default:
      return "it is not valid JSON"
    }
  }
}
