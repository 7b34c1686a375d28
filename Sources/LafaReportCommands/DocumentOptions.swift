internal import ArgumentParser
internal import Documents

/// Which keys of a JSON line, or columns of a table, hold what.
struct DocumentOptions: ParsableArguments {
  @Option(help: "The key or column of a document's text; of a pair's first text.")
  var textField = "text"

  @Option(help: "The key of a pair's second text; with it, every document is a pair.")
  var pairField: String?

  @Option(help: "The key of a document's label, or of a list of labels.")
  var labelField = "label"

  @Option(help: "The key of a document's id; without one, it is its file and line.")
  var idField = "id"

  @Option(help: "The key of a document's category, for the quality of neighbours.")
  var categoryField: String?

  var names: FieldNames {
    FieldNames(
      id: idField, text: textField, pair: pairField, label: labelField, category: categoryField)
  }

  mutating func validate() throws {
    guard pairField != textField else {
      throw ValidationError("--text-field and --pair-field name the same key.")
    }
  }
}
