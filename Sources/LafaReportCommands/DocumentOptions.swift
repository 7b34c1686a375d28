internal import ArgumentParser
internal import Documents

/// Which keys of a JSON line, or columns of a table, hold what.
struct DocumentOptions: ParsableArguments {
  @Option(help: "The key or column of a document's text; of a pair's first text.")
  var textField = "text"

  @Option(help: "The key of a pair's second text; with it, every document is a pair.")
  var pairField: String?

  @Option(
    help: """
      Keys or columns, parted by commas, whose texts are joined to one for the model; pages keep \
      them apart.
      """)
  var fields: String?

  @Option(help: "The encoding of all files (default: found out of each).")
  var encoding: String?

  @Option(help: "The key of a document's label, or of a list of labels; none to read no labels.")
  var labelField = "label"

  @Option(help: "The key of a document's id; without one, it is its file and line.")
  var idField = "id"

  @Option(help: "The key of a document's category, for the quality of neighbours.")
  var categoryField: String?

  private var joined: [String] {
    fields?.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    } ?? []
  }

  var names: FieldNames {
    FieldNames(
      id: idField, text: textField, pair: pairField, joined: joined, label: labelField,
      category: categoryField)
  }

  mutating func validate() throws {
    guard fields == nil || (textField == FieldNames().text && pairField == nil) else {
      throw ValidationError("--fields names all texts: leave out --text-field and --pair-field.")
    }
    guard !joined.contains(""), Set(joined).count == joined.count else {
      throw ValidationError("--fields takes different names, parted by commas.")
    }
    guard pairField != textField else {
      throw ValidationError("--text-field and --pair-field name the same key.")
    }
  }
}
