internal import Foundation

/// The table of contents of weights in several files: `*.index.json`.
struct ShardIndex {
  /// One file and what it must hold.
  struct Shard: Equatable {
    /// The file's name in the folder.
    var name: String
    /// The names of its tensors, sorted.
    var tensors: [String]
  }

  /// The files, sorted by name.
  let shards: [Shard]

  /// The most bytes: a thousand times what a large encoder's index takes.
  private static let sizeLimit = 32_000_000
  /// The most files, since each is mapped.
  private static let shardLimit = 1_024

  /// Reads and checks an index.
  init(url: URL) throws(CheckpointError) {
    let path = url.path(percentEncoded: false)
    try self.init(data: MappedData.map(url), path: path)
  }

  /// Checks an index that is in memory.
  init(data: Data, path: String) throws(CheckpointError) {
    guard data.count <= Self.sizeLimit else {
      throw .malformed(path: path, detail: "it is longer than \(Self.sizeLimit) bytes")
    }
    func fault(_ fault: JSONScanner.Fault) -> CheckpointError {
      .malformed(
        path: path,
        detail: "it is not the JSON of an index, \(fault.detail) at byte \(fault.position)")
    }
    var files: [String: String]?
    func read(_ scanner: inout JSONScanner, _ key: String) throws(CheckpointError) {
      if key == "weight_map" {
        guard files == nil else { throw .malformed(path: path, detail: "it has two weight_map") }
        files = try Self.map(&scanner, path: path, fault: fault)
      } else {
        do { try scanner.skip() } catch { throw fault(error) }
      }
    }
    var scanner: JSONScanner
    do { scanner = try JSONScanner([UInt8](data)) } catch { throw fault(error) }
    try scanner.object(read, fault: fault)
    do { try scanner.end() } catch { throw fault(error) }
    guard let files, !files.isEmpty else {
      throw .malformed(path: path, detail: "its weight_map names no tensor")
    }
    let shards = Dictionary(grouping: files.keys) { files[$0] ?? "" }
    guard shards.count <= Self.shardLimit else {
      throw .malformed(path: path, detail: "it names more than \(Self.shardLimit) files")
    }
    self.shards = shards.keys.sorted().map {
      Shard(name: $0, tensors: (shards[$0] ?? []).sorted())
    }
  }

  /// Reads the files' names by tensor.
  private static func map(
    _ scanner: inout JSONScanner, path: String, fault: (JSONScanner.Fault) -> CheckpointError
  ) throws(CheckpointError) -> [String: String] {
    let isSafetensors = path.hasSuffix(".safetensors.index.json")
    let ending = isSafetensors ? ".safetensors" : ".bin"
    var files: [String: String] = [:]
    func read(_ scanner: inout JSONScanner, _ tensor: String) throws(CheckpointError) {
      let name: String
      do { name = try scanner.string() } catch { throw fault(error) }
      // A plain file of the folder: an index must not make us read anything else.
      let isPlain = !name.hasPrefix(".") && !name.contains { "/\\\0".contains($0) }
      guard isPlain, name.utf8.count <= 255, name.hasSuffix(ending) else {
        throw .badTensor(
          path: path, tensor: tensor,
          detail: "“\(name.prefix(100))” is not the name of a \(ending) file in the folder")
      }
      guard files.updateValue(name, forKey: tensor) == nil else {
        throw .badTensor(path: path, tensor: tensor, detail: "the weight_map has it twice")
      }
    }
    try scanner.object(read, fault: fault)
    return files
  }
}
