internal import ArgumentParser
internal import Foundation

/// `lafa-report embed`: one vector for each document.
struct Embed: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write one vector for each document, as a safetensors file.",
    discussion: """
      Pools the last hidden state of the encoder as the folder of a sentence-transformers model \
      says, and otherwise as the mean over the tokens of the text. A text longer than the model \
      takes is read in windows; its vector is their mean, weighted by their tokens. The file holds \
      the matrix “embeddings”, documents × hidden size, and in its metadata the documents' ids \
      as a JSON list. A checkpoint's head, if it has one, is not used.
      """)

  @OptionGroup var input: InputOptions

  @Option(help: "The file to write; an existing one is replaced.", completion: .file())
  var output: String

  @OptionGroup(title: "Documents") var texts: TextOptions
  @OptionGroup var threads: ThreadOption
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  func run() async throws {
    let action = EmbedAction(
      input: input.input(texts.names, encoding: texts.encoding), model: input.modelURL,
      output: URL(filePath: output), workers: threads.workers)
    let console = messages.console
    try console.finish(action.perform(console: console))
  }
}
