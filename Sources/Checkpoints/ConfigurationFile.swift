internal import Foundation

/// `config.json` as it is written; every value is asked for by its name in the file.
struct ConfigurationFile {
  /// The file's path, for error messages.
  let path: String
  private let values: [String: Value]

  /// Limits beyond which a size is a mistake or an attack, far above any real encoder.
  private static let sizeLimit = 1 << 20

  /// Reads the file's bytes.
  init(data: Data, path: String) throws(CheckpointError) {
    self.path = path
    do {
      guard case .object(let values) = try JSONDecoder().decode(Value.self, from: data) else {
        throw CheckpointError.malformed(path: path, detail: "it is not a JSON object")
      }
      self.values = values
    } catch let error as CheckpointError {
      throw error
    } catch {
      throw .malformed(path: path, detail: "it is not valid JSON")
    }
  }

  private init(values: [String: Value], path: String) {
    self.values = values
    self.path = path
  }

  /// A JSON value.
  enum Value: Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([Value])
    case object([String: Value])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .null
      } else if let value = try? container.decode(Bool.self) {
        self = .bool(value)
      } else if let value = try? container.decode(Double.self) {
        self = .number(value)
      } else if let value = try? container.decode(String.self) {
        self = .string(value)
      } else if let value = try? container.decode([Value].self) {
        self = .array(value)
      } else {
        self = .object(try container.decode([String: Value].self))
      }
    }
  }

  /// Returns the value, or nil if it is missing or null.
  private func value(_ key: String) -> Value? {
    if case .null = values[key] { return nil }
    return values[key]
  }

  private func wrongType(_ key: String) -> CheckpointError {
    .malformed(path: path, detail: "“\(key)” has the wrong type")
  }

  /// Returns a number, or nil if there is none.
  func number(_ key: String) throws(CheckpointError) -> Double? {
    guard let value = value(key) else { return nil }
    guard case .number(let number) = value else { throw wrongType(key) }
    return number
  }

  /// Returns a whole number, or nil if there is none.
  func int(_ key: String) throws(CheckpointError) -> Int? {
    guard let number = try number(key) else { return nil }
    guard let int = Int(exactly: number) else {
      throw .malformed(path: path, detail: "“\(key)” cannot be \(number)")
    }
    return int
  }

  /// Returns a number of things, which must be there.
  func size(_ key: String, least: Int = 1, most: Int = sizeLimit) throws(CheckpointError) -> Int {
    guard let size = try int(key) else {
      throw .malformed(path: path, detail: "“\(key)” is missing")
    }
    guard (least...most).contains(size) else {
      throw .malformed(path: path, detail: "“\(key)” cannot be \(size)")
    }
    return size
  }

  /// Returns a number of things, or the default if there is none.
  func size(_ key: String, least: Int = 1, default other: Int) throws(CheckpointError) -> Int {
    try int(key) == nil ? other : size(key, least: least)
  }

  /// Returns a text, or nil if there is none.
  func string(_ key: String) throws(CheckpointError) -> String? {
    guard let value = value(key) else { return nil }
    guard case .string(let string) = value else { throw wrongType(key) }
    return string
  }

  /// Returns a truth value, or the default if there is none.
  func bool(_ key: String, default other: Bool) throws(CheckpointError) -> Bool {
    guard let value = value(key) else { return other }
    guard case .bool(let bool) = value else { throw wrongType(key) }
    return bool
  }

  /// Returns a list of texts, or nil if there is none.
  func strings(_ key: String) throws(CheckpointError) -> [String]? {
    guard let value = value(key) else { return nil }
    guard case .array(let items) = value else { throw wrongType(key) }
    var strings: [String] = []
    for item in items {
      guard case .string(let string) = item else { throw wrongType(key) }
      strings.append(string)
    }
    return strings
  }

  /// Returns words, written as a list or in one text with bars between them.
  func words(_ key: String) throws(CheckpointError) -> [String] {
    var words: [String] = []
    if case .string(let text) = value(key) {
      words = text.split(separator: "|").map(String.init)
    } else {
      words = try strings(key) ?? []
    }
    return words.map { $0.lowercased().filter { !$0.isWhitespace } }
  }

  /// Returns a group of values, or nil if there is none.
  func group(_ key: String) throws(CheckpointError) -> ConfigurationFile? {
    guard let value = value(key) else { return nil }
    guard case .object(let values) = value else { throw wrongType(key) }
    return ConfigurationFile(values: values, path: path)
  }

  /// The number of values.
  var count: Int { values.count }

  /// Returns the error for a value that would give other numbers than Transformers does.
  func unsupported(_ key: String, _ found: String, supported: String) -> CheckpointError {
    .unsupportedSetting(path: path, key: key, found: found, supported: supported)
  }
}
