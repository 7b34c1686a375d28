internal import Foundation

/// The tags `{{t:key}}` of templates, scripts and style sheets, which stand for texts.
enum TextTags {
  /// Returns a file with what its tags stand for.
  ///
  /// - Parameters:
  ///   - text: The file.
  ///   - body: Returns what stands for a key.
  /// - Returns: The file without such tags.
  /// - Throws: What the closure throws.
  static func replaced(
    in text: String, with body: (_ key: String) throws(SiteError) -> String
  ) throws(SiteError) -> String {
    var parts = text.components(separatedBy: "{{t:")
    for index in parts.indices.dropFirst() {
      // Without an end it is no tag; the template library says so.
      guard let end = parts[index].range(of: "}}") else {
        parts[index] = "{{t:" + parts[index]
        continue
      }
      parts[index] =
        try body(String(parts[index][..<end.lowerBound])) + parts[index][end.upperBound...]
    }
    return parts.joined()
  }
}
