internal import ArgumentParser
internal import Documents

/// Which keys of a JSON line, or columns of a table, hold a document's text and id.
struct TextOptions: ParsableArguments {
  @Option(help: "The key or column of a document's text; of a pair's first text.")
  var textField = FieldNames().text

  @Option(
    help: """
      Keys or columns, parted by commas, whose texts are joined to one for the model; pages keep \
      them apart.
      """)
  var fields: String?

  @Option(help: "The encoding of all files (default: found out of each).")
  var encoding: String?

  @Option(help: "The key of a document's id; without one, it is its file and line.")
  var idField = FieldNames().id

  private var joined: [String] {
    fields?.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    } ?? []
  }

  var names: FieldNames {
    FieldNames(id: idField, text: textField, joined: joined, label: FieldNames.noLabel)
  }

  mutating func validate() throws {
    guard fields == nil || textField == FieldNames().text else {
      throw ValidationError("--fields names all texts: leave out --text-field.")
    }
    guard !joined.contains(""), Set(joined).count == joined.count else {
      throw ValidationError("--fields takes different names, parted by commas.")
    }
  }
}

/// Which keys of a JSON line, or columns of a table, hold what.
struct DocumentOptions: ParsableArguments {
  @OptionGroup var text: TextOptions

  @Option(help: "The key of a pair's second text; with it, every document is a pair.")
  var pairField: String?

  @Option(help: "The key of a document's label, or of a list of labels; none to read no labels.")
  var labelField = FieldNames().label

  @Option(help: "The key of a document's category, for the quality of neighbours.")
  var categoryField: String?

  /// The encoding of all files; nil to find out of each.
  var encoding: String? { text.encoding }

  var names: FieldNames {
    var names = text.names
    names.pair = pairField
    names.label = labelField
    names.category = categoryField
    return names
  }

  mutating func validate() throws {
    guard text.fields == nil || pairField == nil else {
      throw ValidationError("--fields names all texts: leave out --pair-field.")
    }
    guard pairField != text.textField else {
      throw ValidationError("--text-field and --pair-field name the same key.")
    }
  }
}
