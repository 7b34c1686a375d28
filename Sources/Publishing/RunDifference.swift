package import AttributionRecords
internal import Foundation
package import ReportSite

/// How two runs differ.
package struct RunDifference: Sendable {
  /// The first run.
  package let before: RunSummary
  /// The second.
  package let after: RunSummary
  /// The documents of both runs, in the order of the first.
  package private(set) var documents: [DocumentDifference] = []
  /// The ids of documents that only the first run has.
  package private(set) var missing: [String] = []
  /// The ids of documents that only the second run has.
  package private(set) var added: [String] = []
  /// Documents whose records cannot be read.
  package private(set) var faults: [Finding] = []

  /// Records that are read at the same time.
  private static let block = 64

  /// Compares two runs, record by record.
  ///
  /// - Parameters:
  ///   - a: The first run.
  ///   - b: The second.
  /// - Throws: Nothing about single documents; those are among the faults.
  package init(_ a: RecordFolder, _ b: RecordFolder) throws {
    before = a.summary
    after = b.summary
    let first = FileNames(before.documents)
    let second = FileNames(after.documents)
    added = after.documents.filter { first.position(of: $0) == nil }
    missing = before.documents.filter { second.position(of: $0) == nil }
    let shared = before.documents.filter { second.position(of: $0) != nil }
    documents.reserveCapacity(shared.count)
    for start in stride(from: 0, to: shared.count, by: Self.block) {
      let ids = Array(shared[start..<min(start + Self.block, shared.count)])
      let results = try ConcurrentMap.results(ids.count) { place in
        Result { try DocumentDifference(a.record(ids[place]), b.record(ids[place])) }
      }
      for (id, result) in zip(ids, results) {
        switch result {
        case .success(let difference): documents.append(difference)
        case .failure(let error):
          faults.append(Finding(.record, "records/\(first[id] ?? "").json", "\(error)"))
        }
      }
    }
  }

  /// Why there is little to compare.
  package enum Obstacle: Sendable {
    /// No document is in both runs.
    case nothingShared
    /// The models do different tasks.
    case otherTask
  }

  /// Why there is little to compare; nil if nothing stands in the way.
  package var obstacle: Obstacle? {
    if documents.isEmpty { return faults.isEmpty ? .nothingShared : nil }
    return documents.contains(where: \.isSameTask) ? nil : .otherTask
  }

  /// The unit of the documents' numbers, if they have one in common.
  package var unit: String? {
    documents.first?.unit.flatMap { unit in documents.allSatisfy { $0.unit == unit } ? unit : nil }
  }

  /// What differs in the model, the options or the tool.
  package var options: [(name: String, before: String, after: String)] {
    let a = Self.flat(before.provenance)
    let b = Self.flat(after.provenance)
    return Set(a.keys).union(b.keys).sorted().compactMap { name in
      a[name] == b[name] ? nil : (name, a[name] ?? "–", b[name] ?? "–")
    }
  }

  /// Returns everything that a provenance says, name by name.
  private static func flat(_ provenance: Provenance) -> [String: String] {
    guard let data = try? RecordFile.data(encoding: provenance),
      let json = try? JSONSerialization.jsonObject(with: data)
    else { return [:] }
    var result: [String: String] = [:]
    func add(_ value: Any, _ name: String) {
      switch value {
      case let object as [String: Any]:
        for (key, value) in object { add(value, name.isEmpty ? key : "\(name).\(key)") }
      case let list as [Any]:
        for (index, value) in list.enumerated() { add(value, "\(name).\(index + 1)") }
      default: result[name] = "\(value)"
      }
    }
    add(json, "")
    return result
  }
}
