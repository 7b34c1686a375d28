internal import Foundation

/// The files that hold the weights of a folder, found as Transformers finds them.
struct WeightFiles {
  let folder: URL

  /// What is looked for, the first that is there wins.
  static let names = [
    "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin",
    "pytorch_model.bin.index.json",
  ]

  /// What other libraries write, and how it becomes weights that are read.
  private static let foreign: [(name: String, advice: String)] = [
    (
      "adapter_model.safetensors",
      "It has adapter_model.safetensors: merge the adapter into its model with PEFT's "
        + "merge_and_unload() and save that."
    ),
    (
      "tf_model.h5",
      "It has tf_model.h5: convert it with from_pretrained(folder, from_tf=True) and "
        + "save_pretrained(folder) of Transformers 4."
    ),
    (
      "flax_model.msgpack",
      "It has flax_model.msgpack: convert it with from_pretrained(folder, from_flax=True) and "
        + "save_pretrained(folder) of Transformers 4."
    ),
    (
      "model.onnx",
      "It has model.onnx, which cannot be converted back: take the checkpoint that it was "
        + "exported from."
    ),
  ]

  /// What is looked for, as words.
  static var list: String {
    names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }

  /// Returns what to do about a folder that has only such files.
  static func advice(foreign found: [String]) -> String {
    foreign.first { found.contains($0.name) }?.advice
      ?? "Save the model with save_pretrained() or copy the file."
  }

  /// Opens the files.
  func tables() throws(CheckpointError) -> [TensorTable] {
    let path = folder.path(percentEncoded: false)
    guard let name = Self.names.first(where: exists) else {
      throw .weightsMissing(folder: path, foreign: Self.foreign.map(\.name).filter(exists))
    }
    let file = folder.appending(path: name)
    guard name.hasSuffix(".index.json") else { return [try table(file)] }
    let index = try ShardIndex(url: file)
    var tables: [TensorTable] = []
    for shard in index.shards {
      guard exists(shard.name) else {
        throw .shardMissing(path: file.path(percentEncoded: false), shard: shard.name)
      }
      let table = try table(folder.appending(path: shard.name))
      if let tensor = shard.tensors.first(where: { table.tensors[$0] == nil }) {
        throw .shardLacksTensor(
          path: file.path(percentEncoded: false), shard: shard.name, tensor: tensor)
      }
      tables.append(table)
    }
    return tables
  }

  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path(percentEncoded: false))
  }

  private func table(_ file: URL) throws(CheckpointError) -> TensorTable {
    var table = try Self.table(MappedData.map(file), path: file.path(percentEncoded: false))
    table.isMapped = true
    return table
  }

  /// Reads the table of contents of a file by its ending.
  static func table(_ data: Data, path: String) throws(CheckpointError) -> TensorTable {
    if path.hasSuffix(".safetensors") { return try SafetensorsFile(data: data, path: path).table }
    return try TorchFile(data: data, path: path).table
  }
}
