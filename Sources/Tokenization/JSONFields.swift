/// The members of a JSON object, read with their types checked and their place in the file named.
struct JSONFields {
  let value: JSONValue
  let file: String
  let key: String

  /// Makes the fields of a value that must be an object.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - file: The file it stands in.
  ///   - key: Its place in the file, empty for the whole.
  /// - Throws: That it is no object.
  init(_ value: JSONValue?, file: String, key: String) throws(TokenizationError) {
    guard let value, case .object = value else {
      throw .wrongValue(file: file, key: key.isEmpty ? "the file" : key, expected: "an object")
    }
    self.value = value
    self.file = file
    self.key = key
  }

  /// Returns a member's place in the file.
  func path(_ name: String) -> String { key.isEmpty ? name : "\(key).\(name)" }

  /// Returns the error for a member of a wrong type.
  func wrong(_ name: String, _ expected: String) -> TokenizationError {
    .wrongValue(file: file, key: path(name), expected: expected)
  }

  /// Returns an object.
  func fields(_ name: String) throws(TokenizationError) -> JSONFields {
    try JSONFields(value[name], file: file, key: path(name))
  }

  /// Returns an object, or nil where there is none or null.
  func optionalFields(_ name: String) throws(TokenizationError) -> JSONFields? {
    guard let member = value[name], !member.isNull else { return nil }
    return try JSONFields(member, file: file, key: path(name))
  }

  /// Returns the members of an array, or none where there is none or null.
  func array(_ name: String) throws(TokenizationError) -> [JSONFields] {
    guard let member = value[name], !member.isNull else { return [] }
    guard case .array(let items) = member else { throw wrong(name, "a list") }
    var fields: [JSONFields] = []
    for (index, item) in items.enumerated() {
      fields.append(try JSONFields(item, file: file, key: "\(path(name))[\(index)]"))
    }
    return fields
  }

  /// Returns a string.
  func string(_ name: String) throws(TokenizationError) -> String {
    guard let text = try optionalString(name) else { throw wrong(name, "a text") }
    return text
  }

  /// Returns a string, or nil where there is none or null.
  func optionalString(_ name: String) throws(TokenizationError) -> String? {
    guard let member = value[name], !member.isNull else { return nil }
    guard case .string(let text) = member else { throw wrong(name, "a text") }
    return text
  }

  /// Returns a Boolean.
  func bool(_ name: String, default: Bool) throws(TokenizationError) -> Bool {
    try optionalBool(name) ?? `default`
  }

  /// Returns a Boolean, or nil where there is none or null.
  func optionalBool(_ name: String) throws(TokenizationError) -> Bool? {
    guard let member = value[name], !member.isNull else { return nil }
    guard case .bool(let flag) = member else { throw wrong(name, "true or false") }
    return flag
  }

  /// Returns a whole number from 0 to what 32 bits hold.
  func number(_ name: String, default: Int? = nil) throws(TokenizationError) -> Int {
    if value[name] == nil, let `default` { return `default` }
    return try Self.number(value[name], file: file, key: path(name))
  }

  /// Returns a value as a whole number from 0 to what 32 bits hold.
  static func number(
    _ value: JSONValue?, file: String, key: String
  ) throws(TokenizationError) -> Int {
    guard case .integer(let number) = value, (0..<TokenizerParts.idLimit).contains(number) else {
      throw .wrongValue(
        file: file, key: key, expected: "a whole number from 0 to \(TokenizerParts.idLimit - 1)")
    }
    return number
  }
}

extension String {
  /// The text at a length that fits a message.
  var shortened: String {
    // Long enough for any honest name.
    unicodeScalars.count <= 60 ? self : String(unicodeScalars.prefix(60)) + "…"
  }
}
