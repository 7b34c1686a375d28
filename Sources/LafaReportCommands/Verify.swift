internal import ArgumentParser
internal import Foundation

/// `lafa-report verify`: whether a folder is what this tool wrote.
struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a folder that lafa-report wrote: files, pages, links, records, numbers.",
    discussion: """
      Computes every SHA-256 of the marker file again and names missing, changed and unlisted \
      files; checks every page, every link and every record, and that each page is what render \
      makes of its record. With --model and --documents it also computes attributions again \
      and compares them, and looks for words where records say that they stand in their files. It \
      finds accidents, not forgers: who changes files on purpose can write a new marker. Exits \
      with 1 if anything was found.
      """)

  @Argument(help: "The folder.", completion: .directory)
  var folder: String

  @Option(help: "The run's checkpoint, to compute numbers again.", completion: .directory)
  var model: String?

  @Option(help: "The run's documents, to compute numbers again.", completion: .file())
  var documents: String?

  @Option(
    help: "The pool that the run took its neighbours from, if it had one.", completion: .file())
  var pool: String?

  @Option(
    help: """
      How many documents' numbers are compared, evenly taken; 0 for all. The model reads all \
      documents, since they are each other's neighbours.
      """)
  var sample = 20

  @OptionGroup(title: "Findings") var files: FindingOptions
  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup var threads: ThreadOption

  mutating func validate() throws {
    guard (model == nil) == (documents == nil) else {
      throw ValidationError("--model and --documents go together.")
    }
    guard pool == nil || model != nil else {
      throw ValidationError("--pool goes with --model and --documents.")
    }
    guard sample >= 0 else { throw ValidationError("--sample takes a number from 0 up.") }
  }

  func run() async throws {
    let recomputation = model.flatMap { model in
      documents.map { documents in
        Recomputation(
          model: URL(filePath: model), documents: URL(filePath: documents),
          pool: pool.map { URL(filePath: $0) }, sample: sample, workers: threads.workers)
      }
    }
    let action = VerifyAction(
      folder: URL(filePath: folder), recomputation: recomputation, files: files, site: site)
    guard try action.perform(console: .standard) else { throw ExitCode(1) }
  }
}
