/// Why a run cannot start or cannot go on.
enum GenerateError: Error, Equatable, CustomStringConvertible {
  /// A layer that an option names is beyond the model's last.
  case layerMissing(option: String, layer: Int, layers: Int)
  /// There is no folder where the checkpoint should be.
  case modelMissing(path: String)
  /// The folder is no checkpoint.
  case notCheckpoint(path: String, missing: [String])
  /// The tokenizer knows ids that the model has no embedding for.
  case tokenizerTooLarge(file: String, tokens: Int, embeddings: Int)
  /// The checkpoint is a bare encoder.
  case headMissing(architecture: String)
  /// The model takes so few tokens that no word has room beside the template's.
  case noRoom(positions: Int, special: Int)
  /// The tokenizer puts a text into a segment that the model has no embedding for.
  case segmentMissing(segment: Int, segments: Int)
  /// No document is left.
  case nothingToExplain(folder: String, verb: String = "explained", faults: [String])
  /// No document has what settings are compared by.
  case nothingToCompare(metric: String)
  /// The output folder holds what is read.
  case outputInside(output: String, other: String)
  /// The output folder lies in a folder of reports.
  case outputWithin(output: String, folder: String)

  var description: String {
    switch self {
    case .layerMissing(let option, let layer, let layers):
      "\(option) \(layer): the model has the layers 0 (embeddings) to \(layers)."
    case .modelMissing(let path):
      "There is no folder \(path). Name the checkpoint’s folder with --model."
    case .notCheckpoint(let path, let missing):
      """
      \(path) is not a checkpoint’s folder: it has no \(missing.joined(separator: ", no ")). Name the \
      folder that save_pretrained() wrote with --model.
      """
    case .tokenizerTooLarge(let file, let tokens, let embeddings):
      """
      \(file) has ids up to \(tokens - 1), and the model has embeddings for \(embeddings). Check \
      that both belong to the same model.
      """
    case .headMissing(let architecture):
      """
      The model (\(architecture)) has no head that predicts labels or a number. Choose a fine-tuned \
      checkpoint.
      """
    case .noRoom(let positions, let special):
      """
      The model takes \(positions) tokens, and its template alone adds \(special). Choose another \
      checkpoint.
      """
    case .segmentMissing(let segment, let segments):
      """
      The tokenizer puts a text into segment \(segment), and the model has embeddings for \
      \(segments). Check that both belong to the same model.
      """
    case .nothingToExplain(let folder, let verb, let faults):
      """
      No document of \(folder) can be \(verb):
      \(faults.prefix(10).map { "  \($0)" }.joined(separator: "\n"))
      """
    case .nothingToCompare(let metric):
      "No document of the sample has what \(metric) needs. Choose another sample or other fields."
    case .outputInside(let output, let other):
      "The output folder \(output) holds \(other). Choose another output folder."
    case .outputWithin(let output, let folder):
      """
      The output folder \(output) lies in the reports \(folder), which then would not be what was \
      written. Choose another output folder.
      """
    }
  }
}
