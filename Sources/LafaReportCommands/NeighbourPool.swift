internal import ArgumentParser
internal import AttributionRecords
internal import Checkpoints
internal import Documents
internal import Encoders
internal import Foundation
internal import Lafa
internal import SavedPools

/// Where neighbours come from, if not from the explained documents.
enum NeighbourPool: Sendable {
  /// Documents that the model is run over.
  case folder(DocumentFolder)
  /// A pool that `lafa-report index` wrote.
  case saved(Saved)

  /// A saved pool with its numbers.
  struct Saved: Sendable {
    let pool: SavedPool
    let bases: AttributionStore
    let centre: TokenCentre?
    let ids: [String]
    let index: PoolIndex?

    /// The documents' numbers for a search without methods, one base of zeros.
    var plain: AttributionStore {
      var store = AttributionStore()
      for index in 0..<bases.count {
        var base = bases[index]
        base.vector = bases.vectors.floats([index])
        base.scores = base.scores.map {
          .init(
            output: $0.output, entity: $0.entity,
            tokens: Array(repeating: 0, count: base.document.ids.count))
        }
        store.append(base)
      }
      return store
    }
  }

  /// The name that pages show.
  var name: String {
    switch self {
    case .folder(let folder): folder.url.standardizedFileURL.lastPathComponent
    case .saved(let saved): saved.pool.name
    }
  }

  /// What a saved pool keeps of its texts.
  var texts: PoolManifest.Texts? {
    guard case .saved(let saved) = self else { return nil }
    return saved.pool.manifest.texts
  }

  /// SHA-256 of a saved pool's manifest.
  var fingerprint: String? {
    guard case .saved(let saved) = self else { return nil }
    return saved.pool.fingerprint
  }
}

extension LoadedModel {
  /// Opens what `--pool` names.
  ///
  /// - Parameter url: A folder of documents, a file of them, or a saved pool.
  /// - Returns: The documents, or a saved pool that was made as this run is.
  /// - Throws: One of this package's errors, with a sentence for the user.
  func neighbourPool(_ url: URL?) throws -> NeighbourPool? {
    guard let url else { return nil }
    let redaction = preparation.reading.redaction
    guard SavedPool.isPool(url) else {
      var names = fieldNames
      names.isOfNeighbours = true
      var folder = try DocumentFolder(urls: [url], fieldNames: names, encoding: encoding)
      folder.isHidden = redaction?.matches
      return .folder(folder)
    }
    let pool = try SavedPool(url)
    guard options.filter != .sameCategory || !pool.manifest.categories.isEmpty else {
      throw ValidationError(
        """
        --neighbour-filter same-category: the pool \(pool.name) has no categories. Index it with \
        --category-field.
        """)
    }
    let bases = options.bases
    let provenance = self.provenance()
    func places(_ some: [BaseMethod]) -> [Int] { some.compactMap { bases.firstIndex(of: $0) } }
    let read = try pool.read(
      for: SavedPool.Run(
        provenance: provenance, bases: baseParameters,
        smoothed: places(options.smoothedBases), directed: places(options.contextualBases),
        vocabulary: configuration.vocabularySize))
    return .saved(
      NeighbourPool.Saved(
        pool: pool, bases: read.bases, centre: read.centre,
        ids: Self.shown(try pool.names().map(\.id), redaction),
        index: try pool.index()))
  }

  /// Returns ids of a saved pool with the document's number for each that shows what is hidden.
  private static func shown(_ ids: [String], _ redaction: Redaction?) -> [String] {
    guard let redaction else { return ids }
    let known = Set(ids)
    return ids.enumerated().map { index, id in
      guard redaction.matches(id) else { return id }
      var number = String(index + 1)
      while known.contains(number) { number += "-" }
      return number
    }
  }
}
