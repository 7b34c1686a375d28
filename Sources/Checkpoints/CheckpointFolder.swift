public import AttributionRecords
public import Foundation

/// A folder that Transformers' `save_pretrained()` wrote.
public struct CheckpointFolder: Sendable {
  /// The folder.
  public let url: URL
  /// What `config.json` says.
  public let configuration: ModelConfiguration
  /// The mapped weights.
  public let weights: WeightStore
  /// SHA-256 of `config.json`.
  public let configurationSHA256: String

  /// Opens a checkpoint: reads its configuration and maps its weights.
  ///
  /// - Parameter url: The folder.
  /// - Throws: ``CheckpointError``.
  public init(url: URL) throws(CheckpointError) {
    self.url = url
    let folder = url.path(percentEncoded: false)
    guard url.isFolder else { throw .folderMissing(path: folder) }
    let file = url.appending(path: "config.json")
    let data = try Self.read(file, folder: folder)
    configuration = try ModelConfiguration(data: data, path: file.path(percentEncoded: false))
    configurationSHA256 = Fingerprint.sha256(data)
    weights = try WeightStore(folder: url)
  }

  /// Returns what provenance says about the checkpoint; hashes the weights.
  ///
  /// - Parameter tokenizer: The tokenizer file's name in the folder.
  /// - Returns: The identity.
  /// - Throws: ``CheckpointError/fileMissing(name:folder:)`` if there is no such file.
  public func identity(tokenizer: String) throws(CheckpointError) -> ModelIdentity {
    let folder = url.path(percentEncoded: false)
    let data = try Self.read(url.appending(path: tokenizer), folder: folder)
    return ModelIdentity(
      name: url.standardizedFileURL.lastPathComponent,
      architecture: configuration.architectureName, layers: configuration.layers,
      hiddenSize: configuration.hiddenSize, weightsSHA256: weights.fingerprint(),
      tokenizerSHA256: Fingerprint.sha256(data), configSHA256: configurationSHA256)
  }

  private static func read(_ url: URL, folder: String) throws(CheckpointError) -> Data {
    guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else {
      throw .fileMissing(name: url.lastPathComponent, folder: folder)
    }
    do {
      return try Data(contentsOf: url)
    } catch {
      throw .unreadable(path: url.path(percentEncoded: false), detail: "it is not readable")
    }
  }
}
