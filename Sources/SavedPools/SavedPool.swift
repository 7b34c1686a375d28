public import AttributionRecords
public import Foundation
public import Lafa

/// A folder that `lafa-report index` wrote: documents with everything that explaining others
/// against them needs.
public struct SavedPool: Sendable {
  /// The folder.
  public let folder: URL
  /// With what it was made.
  public let manifest: PoolManifest
  /// SHA-256 of `pool.json`, in hexadecimal.
  public let fingerprint: String
  private let table: PoolTable

  /// The folder's name, which pages show.
  public var name: String { folder.standardizedFileURL.lastPathComponent }

  private var path: String { folder.path(percentEncoded: false) }

  /// Returns whether a folder says that it is a pool.
  ///
  /// - Parameter folder: The folder.
  /// - Returns: Whether it has a manifest.
  public static func isPool(_ folder: URL) -> Bool {
    FileManager.default.fileExists(
      atPath: folder.appending(path: PoolManifest.fileName).path(percentEncoded: false))
  }

  /// Opens a pool and checks that its files are those that were written.
  ///
  /// - Parameter folder: The folder.
  /// - Throws: ``PoolError``.
  public init(_ folder: URL) throws(PoolError) {
    self.folder = folder
    let url = folder.appending(path: PoolManifest.fileName)
    let path = url.path(percentEncoded: false)
    guard let data = try? Data(contentsOf: url) else { throw .unreadable(path: path) }
    struct Version: Decodable {
      var formatVersion: Int
    }
    guard let version = try? JSONDecoder().decode(Version.self, from: data) else {
      throw .damaged(path: path, detail: "it is not the JSON of a pool")
    }
    guard version.formatVersion == PoolManifest.version else {
      throw .otherVersion(path: path, version: version.formatVersion)
    }
    guard let manifest = try? JSONDecoder().decode(PoolManifest.self, from: data),
      manifest.isSound
    else { throw .damaged(path: path, detail: "its numbers do not fit together") }
    self.manifest = manifest
    fingerprint = Fingerprint.sha256(data)
    for name in manifest.neededFiles {
      let file = folder.appending(path: name)
      guard let data = try? Data(contentsOf: file, options: .alwaysMapped) else {
        throw .unreadable(path: file.path(percentEncoded: false))
      }
      guard Fingerprint.sha256(data, done: { _ in }) == manifest.files[name] else {
        throw .damaged(
          path: file.path(percentEncoded: false),
          detail: "its SHA-256 is not the one in \(PoolManifest.fileName)")
      }
    }
    table = try PoolTable(reading: folder)
  }

  /// Returns the ids and categories of all documents, in order.
  ///
  /// - Returns: As many as the manifest says.
  /// - Throws: ``PoolError/damaged(path:detail:)``.
  public func names() throws(PoolError) -> [(id: String, category: String?)] {
    let names = try table.names()
    guard names.count == manifest.documents else {
      throw .damaged(
        path: path, detail: "it has \(names.count) documents, not \(manifest.documents)")
    }
    return names
  }

  /// Returns a document.
  ///
  /// - Parameter number: Its number.
  /// - Returns: The document, its text if the pool keeps it.
  /// - Throws: ``PoolError/damaged(path:detail:)``.
  public func document(_ number: Int) throws(PoolError) -> PoolDocument {
    try table.document(number)
  }

  /// Returns the excerpt of a document.
  ///
  /// - Parameters:
  ///   - number: Its number.
  ///   - output: The output whose scores it shows.
  ///   - base: The base method whose scores it shows, as a record writes it.
  /// - Returns: The excerpt; nil if the pool keeps none.
  /// - Throws: ``PoolError/damaged(path:detail:)``.
  public func excerpt(
    of number: Int, output: Int, base: MethodParameters
  ) throws(PoolError) -> Excerpt? {
    guard let place = manifest.place(of: base) else { return nil }
    return try table.excerpt(number, .init(output: output, base: place))
  }

  /// What a run must have in common with the pool.
  public struct Run: Sendable {
    /// The run's model and options.
    public var provenance: Provenance
    /// The base methods of the run, as a record writes them, without smoothing.
    public var bases: [MethodParameters]
    /// Which of them neighbours smooth.
    public var smoothed: [Int]
    /// Which of them the contextual kernel smooths.
    public var directed: [Int]
    /// The number of token ids that the model has embeddings for.
    public var vocabulary: Int

    /// Makes the demands of a run.
    public init(
      provenance: Provenance, bases: [MethodParameters], smoothed: [Int], directed: [Int],
      vocabulary: Int
    ) {
      self.provenance = provenance
      self.bases = bases
      self.smoothed = smoothed
      self.directed = directed
      self.vocabulary = vocabulary
    }
  }

  /// Reads the numbers of all documents.
  ///
  /// - Parameter run: The model and the options that they must belong to.
  /// - Returns: The documents with the run's base methods, those that nothing smooths as zeros,
  ///   and the centre of the contextual kernel.
  /// - Throws: ``PoolError`` if the pool was made otherwise, or is damaged.
  public func read(
    for run: Run
  ) throws(PoolError) -> (bases: AttributionStore, centre: TokenCentre?) {
    try check(run.provenance, needsKernelLayer: !run.directed.isEmpty)
    let kept = manifest.bases.enumerated().map { place, base in
      manifest.directed.contains(place) ? "\(base.title) (contextual)" : base.title
    }
    func place(_ index: Int, isDirected: Bool) throws(PoolError) -> Int {
      let base = run.bases[index]
      guard let place = manifest.place(of: base),
        !isDirected || manifest.directed.contains(place)
      else {
        let title = isDirected ? "\(base.title) (contextual)" : base.title
        throw .methodMissing(path: path, method: title, kept: kept)
      }
      return place
    }
    var bases: [Int?] = Array(repeating: nil, count: run.bases.count)
    for index in run.smoothed { bases[index] = try place(index, isDirected: false) }
    var directed: [Int] = []
    for index in run.directed {
      let base = try place(index, isDirected: true)
      directed.append(manifest.directed.firstIndex(of: base) ?? 0)
    }
    let found = try PoolArrays.read(
      folder.appending(path: PoolArrays.fileName), manifest,
      .init(bases: bases, directed: directed, vocabulary: run.vocabulary))
    return (found.bases, run.directed.isEmpty ? nil : found.centre)
  }

  /// Opens the index over the vectors.
  ///
  /// - Returns: The index; nil if the pool has none.
  /// - Throws: `NeighbourIndexError`.
  public func index() throws -> PoolIndex? { try PoolIndex.read(folder, manifest) }

  private func check(
    _ provenance: Provenance, needsKernelLayer: Bool
  ) throws(PoolError) {
    let model = manifest.model
    let other = provenance.model
    for (part, pool, run) in [
      ("weights", model.weightsSHA256, other.weightsSHA256),
      ("config.json", model.configSHA256, other.configSHA256),
      ("tokenizer", model.tokenizerSHA256, other.tokenizerSHA256),
    ] where pool != run {
      throw .otherModel(path: path, part: part, pool: pool, run: run)
    }
    let differences = manifest.parameters.differences(
      from: provenance.parameters, withKernelLayer: needsKernelLayer)
    guard differences.isEmpty else { throw .otherOptions(path: path, differences: differences) }
  }
}

extension PoolManifest {
  /// The files that must be beside the manifest.
  fileprivate var neededFiles: [String] {
    [PoolTable.fileName, PoolArrays.fileName] + (index == nil ? [] : [PoolIndex.fileName])
  }

  /// Returns the place of a base method among those that are kept.
  func place(of base: MethodParameters) -> Int? {
    bases.firstIndex {
      $0.base == base.base && $0.baseNumbers == base.baseNumbers && $0.reference == base.reference
    }
  }

  /// Whether its numbers can be those of a pool.
  fileprivate var isSound: Bool {
    (1..<Int(Int32.max)).contains(documents) && (1..<1 << 20).contains(model.hiddenSize)
      && !labels.isEmpty && directed.allSatisfy(bases.indices.contains)
      && (directed.isEmpty || parameters.kernelLayer != nil)
      && (index.map { $0.lists > 0 && $0.probes > 0 && $0.probes <= $0.lists } ?? true)
  }
}

extension MethodParameters {
  /// The base method with its numbers, as a sentence names it.
  fileprivate var title: String {
    let numbers = baseNumbers.sorted { $0.key < $1.key }.map {
      "\($0.key) " + String(format: "%g", $0.value)
    }
    let parts = numbers + (reference.map { ["from \($0)"] } ?? [])
    return parts.isEmpty ? base : "\(base) (\(parts.joined(separator: ", ")))"
  }
}

extension Parameters {
  /// Returns how options of Steps I and II differ from a run's.
  fileprivate func differences(from run: Parameters, withKernelLayer: Bool) -> [String] {
    func difference<Value: Equatable>(_ name: String, _ pool: Value, _ run: Value) -> String? {
      pool == run ? nil : "\(name) \(pool) in the pool, \(run) here"
    }
    return [
      difference("--encoder-layer", encoderLayer, run.encoderLayer),
      withKernelLayer
        ? difference("--kernel-layer", kernelLayer ?? -1, run.kernelLayer ?? -1) : nil,
      difference("--pooling", pooling, run.pooling),
      difference("--reduction", reduction, run.reduction),
      difference("--threshold", threshold, run.threshold),
      difference("--scalar", scalar, run.scalar),
      difference("--explain", explain, run.explain),
      difference("--window-overlap", windowOverlap, run.windowOverlap),
      difference("--max-explanations", maxExplanations, run.maxExplanations),
      // The other names say where a text stands, these what it is made of.
      difference("--fields", fieldNames["fields"] ?? "none", run.fieldNames["fields"] ?? "none"),
      difference(
        "--pair-field", fieldNames["pair"] == nil ? "not given" : "given",
        run.fieldNames["pair"] == nil ? "not given" : "given"),
    ].compactMap(\.self)
  }
}
