internal import AttributionRecords
public import Foundation
public import Lafa
internal import NeighbourIndex

/// Writes the files of a pool into a folder, which is whole when the manifest is there.
public struct SavedPoolWriter {
  private let folder: URL

  /// Makes a writer.
  ///
  /// - Parameter folder: An empty folder.
  public init(_ folder: URL) {
    self.folder = folder
  }

  /// Writes.
  ///
  /// - Parameters:
  ///   - manifest: With what the pool is made; the rest is filled in.
  ///   - bases: The documents' numbers, with the manifest's base methods and their directions.
  ///   - centre: The centre of the contextual kernel.
  ///   - indexed: From how many documents on there is an index.
  ///   - threads: How many threads build it.
  ///   - document: Returns the document of a number.
  /// - Returns: The manifest and the names of all files.
  /// - Throws: ``PoolError``, `NeighbourIndexError`, or what the closure throws.
  public func write(
    _ manifest: PoolManifest, _ bases: AttributionStore, centre: TokenCentre?, indexed: Int,
    threads: Int, document: (Int) throws -> PoolDocument
  ) throws -> (manifest: PoolManifest, files: [String]) {
    var manifest = manifest
    manifest.documents = bases.count
    manifest.entityTypes = bases.entityTypes
    try PoolTable.write(to: folder) { add in
      for index in 0..<bases.count { try add(document(index)) }
    }
    try PoolArrays.write(
      bases, manifest, centre: centre, to: folder.appending(path: PoolArrays.fileName))
    var names = [PoolTable.fileName, PoolArrays.fileName]
    if bases.count >= indexed {
      let index = try PoolIndex.build(bases.vectors, threads: threads)
      try index.index.write(to: folder.appending(path: PoolIndex.fileName))
      manifest.index = .init(
        lists: index.index.lists, probes: index.probes, recall: index.recall,
        queries: index.queries)
      names.append(PoolIndex.fileName)
    }
    for name in names {
      let data = try Data(contentsOf: folder.appending(path: name), options: .alwaysMapped)
      manifest.files[name] = Fingerprint.sha256(data) { _ in }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let url = folder.appending(path: PoolManifest.fileName)
    do {
      try (encoder.encode(manifest) + Data("\n".utf8)).write(to: url)
    } catch {
      throw PoolError.unwritable(
        path: url.path(percentEncoded: false), detail: "the file system refuses it")
    }
    return (manifest, names + [PoolManifest.fileName])
  }
}
