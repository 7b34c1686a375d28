/// What can be wrong with a checkpoint.
public enum CheckpointError: Error, Equatable, CustomStringConvertible {
  /// The folder is not there.
  case folderMissing(path: String)
  /// A file of the checkpoint is not there.
  case fileMissing(name: String, folder: String)
  /// A file cannot be read.
  case unreadable(path: String, detail: String)
  /// A file is not JSON, or a value in it has the wrong form.
  case malformed(path: String, detail: String)
  /// The safetensors header does not fit into the file.
  case headerTooLong(path: String, length: UInt64, fileSize: Int)
  /// The file ends before the tensors do.
  case truncated(path: String, tensor: String, needed: Int, found: Int)
  /// An entry of the safetensors header contradicts itself or others.
  case badTensor(path: String, tensor: String, detail: String)
  /// A tensor that the architecture needs is not in the file.
  case tensorMissing(path: String, tensor: String)
  /// Tensors that the architecture needs are in none of the files.
  case tensorsMissing(path: String, tensors: [String])
  /// A tensor has another shape than the configuration says.
  case wrongShape(path: String, tensor: String, expected: [Int], found: [Int])
  /// A tensor holds an element type that weights cannot have.
  case unsupportedElementType(path: String, tensor: String, found: String)
  /// A tensor holds a NaN or an infinity.
  case notFinite(path: String, tensor: String, index: Int, value: String)
  /// The folder has no weights in a form that is read; `foreign` names others that it has.
  case weightsMissing(folder: String, foreign: [String])
  /// A file that the index of the weights names is not there.
  case shardMissing(path: String, shard: String)
  /// A file does not hold a tensor that the index says it holds.
  case shardLacksTensor(path: String, shard: String, tensor: String)
  /// Two files hold a tensor of one name.
  case tensorTwice(tensor: String, first: String, second: String)
  /// The pickle of a PyTorch file does what building tensors does not need.
  case refusedPickle(path: String, position: Int, detail: String)
  /// A PyTorch file is of a kind that is not read.
  case unsupportedFormat(path: String, detail: String)
  /// The architecture is not one of ours.
  case unsupportedArchitecture(path: String, found: String, supported: [String])
  /// A setting of `config.json` asks for something that is not supported.
  case unsupportedSetting(path: String, key: String, found: String, supported: String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .folderMissing(let path):
      "There is no checkpoint folder at \(path). Name the folder that holds config.json."
    case .fileMissing(let name, let folder):
      "The checkpoint \(folder) has no \(name). Save it with save_pretrained() or copy the file."
    case .unreadable(let path, let detail):
      "\(path) cannot be read: \(detail)."
    case .malformed(let path, let detail):
      "\(path) is malformed: \(detail). Save the checkpoint again."
    case .headerTooLong(let path, let length, let fileSize):
      """
      \(path) is not a safetensors file: its header would take \(length) bytes, and the file has \
      \(fileSize). Copy the checkpoint again.
      """
    case .truncated(let path, let tensor, let needed, let found):
      """
      \(path) is cut short: tensor “\(tensor)” ends at byte \(needed), and the file has \(found). \
      Copy the checkpoint again.
      """
    case .badTensor(let path, let tensor, let detail):
      "\(path) has a bad entry for tensor “\(tensor)”: \(detail). Save the checkpoint again."
    case .tensorMissing(let path, let tensor):
      """
      \(path) has no tensor “\(tensor)”, which the architecture in config.json needs. Check that \
      both belong to the same fine-tuned model.
      """
    case .tensorsMissing(let path, let tensors):
      """
      \(path) has no tensor \(TensorList.text(tensors)), which the architecture in config.json \
      needs. Check that both belong to the same fine-tuned model.
      """
    case .wrongShape(let path, let tensor, let expected, let found):
      """
      \(path) holds tensor “\(tensor)” as \(shape(found)), and config.json says \
      \(shape(expected)). Check that both belong to the same model.
      """
    case .unsupportedElementType(let path, let tensor, let found):
      """
      \(path) holds tensor “\(tensor)” as \(found); weights can be F32, F16, BF16 or F64. Convert \
      the checkpoint with model.float().save_pretrained().
      """
    case .notFinite(let path, let tensor, let index, let value):
      """
      \(path) holds \(value) as element \(index) of tensor “\(tensor)”; no 32-bit model can \
      compute with it. Train or convert the model again.
      """
    case .weightsMissing(let folder, let foreign):
      """
      The checkpoint \(folder) has no weights: looked for \(WeightFiles.list). \
      \(WeightFiles.advice(foreign: foreign))
      """
    case .shardMissing(let path, let shard):
      """
      \(path) names the weights file \(shard), which is not in the folder. Copy all files of the \
      checkpoint.
      """
    case .shardLacksTensor(let path, let shard, let tensor):
      """
      \(path) says that \(shard) holds tensor “\(tensor)”, and it does not. Copy all files of \
      one and the same checkpoint.
      """
    case .tensorTwice(let tensor, let first, let second):
      """
      Tensor “\(tensor)” is in \(first) and in \(second). Save the checkpoint again, or copy all \
      files of one and the same checkpoint.
      """
    case .refusedPickle(let path, let position, let detail):
      """
      \(path) is refused: at byte \(position) of its pickle, \(detail). Only tensors are read from \
      a .bin file; save the model with save_pretrained(), which writes model.safetensors.
      """
    case .unsupportedFormat(let path, let detail):
      """
      \(path) cannot be read: \(detail). Save the model with save_pretrained(), which writes \
      model.safetensors.
      """
    case .unsupportedArchitecture(let path, let found, let supported):
      """
      \(path) names the architecture \(found); supported are \
      \(supported.joined(separator: ", ")), each ForSequenceClassification, \
      ForTokenClassification or as a bare Model.
      """
    case .unsupportedSetting(let path, let key, let found, let supported):
      "\(path) sets “\(key)” to \(found); supported: \(supported)."
    }
  }

  private func shape(_ sizes: [Int]) -> String {
    sizes.isEmpty ? "a scalar" : sizes.map(String.init).joined(separator: " × ")
  }
}
