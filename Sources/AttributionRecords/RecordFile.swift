public import Foundation

/// Records and summaries as JSON: sorted keys, fixed number format, a newline at the end.
public enum RecordFile {
  /// Returns a value as JSON bytes; the same value gives the same bytes.
  ///
  /// - Parameter value: A record or a summary.
  /// - Returns: UTF-8 JSON.
  /// - Throws: `EncodingError` if a number is not finite.
  public static func data(of value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var data = try encoder.encode(value)
    data.append(0x0A)
    return data
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

  private struct Versioned: Decodable {
    var formatVersion: Int
  }

  private static func decode<Value: Decodable>(
    _ data: Data, file: String
  ) throws(RecordError) -> Value {
    let decoder = JSONDecoder()
    let version: Int
    do {
      version = try decoder.decode(Versioned.self, from: data).formatVersion
    } catch {
      throw .notARecord(file: file, detail: Self.detail(of: error))
    }
    guard version == AttributionRecord.currentFormatVersion else {
      throw .formatVersion(file: file, found: version)
    }
    do {
      return try decoder.decode(Value.self, from: data)
    } catch {
      throw .notARecord(file: file, detail: Self.detail(of: error))
    }
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
