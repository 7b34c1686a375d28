internal import ArgumentParser
internal import Foundation

/// What a command reads: documents and a checkpoint.
struct InputOptions: ParsableArguments {
  @Argument(
    help: "The folder with the documents (.txt, .jsonl, .csv, .tsv), or one such file.",
    completion: .file())
  var folder: String

  @Option(
    help: "The checkpoint: a folder with config.json, the weights and the tokenizer.",
    completion: .directory)
  var model: String

  var folderURL: URL { URL(filePath: folder) }
  var modelURL: URL { URL(filePath: model) }
}
