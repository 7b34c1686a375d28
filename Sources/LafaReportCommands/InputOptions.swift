internal import ArgumentParser
internal import Documents
internal import Foundation

/// What a command reads: documents and a checkpoint.
struct InputOptions: ParsableArguments {
  @Argument(
    help: """
      The documents: a folder, or files (.txt, .md, .html, .jsonl, .json, .csv, .tsv, each also as \
      .gz), or - for standard input.
      """,
    completion: .file())
  var documents: [String]

  @Option(help: "What standard input holds, as the ending of a file would say.")
  var stdinKind = "txt"

  @Option(
    help: "The checkpoint: a folder with config.json, the weights and the tokenizer.",
    completion: .directory)
  var model: String

  var modelURL: URL { URL(filePath: model) }

  /// Returns the documents.
  func input(_ names: FieldNames, encoding: String?) -> DocumentInput {
    DocumentInput(paths: documents, stdinKind: stdinKind, names: names, encoding: encoding)
  }

  mutating func validate() throws {
    guard documents.count == 1 || !documents.contains(DocumentInput.stdin) else {
      throw ValidationError("- stands for standard input, which is read alone.")
    }
  }
}
