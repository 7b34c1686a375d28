internal import AttributionRecords
internal import Documents
internal import Lafa
internal import Tensors

/// Reads and tokenises documents one after the other; what cannot be used, or only in part, is
/// listed.
struct Preparation {
  var reading: PreparedDocument.Reading
  /// Whether the labels that the data gives are explained.
  let needsGold: Bool

  /// A readable document of a folder.
  struct Chosen {
    /// Its number among the readable ones, from 1.
    let number: Int
    let place: DocumentPlace
  }

  /// Chooses documents without respect to their order; the same ones every time.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - count: The most documents.
  /// - Returns: All, or a sample, in the folder's order, and how many there are in all.
  static func sample(
    of folder: DocumentFolder, count: Int
  ) -> (chosen: [Chosen], count: Int) {
    // Vitter's reservoir: every document has the same chance, however many there are.
    var chosen: [Chosen] = []
    var numbers = SplitMix64(seed: 0)
    var seen = 0
    folder.forEachPlace { result, place in
      guard case .success = result else { return }
      seen += 1
      if chosen.count < count {
        chosen.append(Chosen(number: seen, place: place))
      } else {
        let index = Int(numbers.next() % UInt64(seen))
        if index < count { chosen[index] = Chosen(number: seen, place: place) }
      }
    }
    return (chosen.sorted { $0.number < $1.number }, seen)
  }

  /// Returns documents that stand for a folder.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - count: The most documents.
  /// - Returns: Those of ``sample(of:count:)`` that have a word, and how many there are in all.
  func encodedSample(
    of folder: DocumentFolder, count: Int
  ) -> (sample: [EncodedDocument], count: Int) {
    let (sample, all) = Self.sample(of: folder, count: count)
    let encoded = sample.compactMap { chosen -> EncodedDocument? in
      guard let document = try? folder.document(at: chosen.place) else { return nil }
      let prepared = PreparedDocument(document, reading)
      return prepared.coverage.wordsSeen > 0 ? prepared.encoded : nil
    }
    return (encoded, all)
  }

  /// Prepares the documents of a folder, one after the other.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - limit: The most documents, sampled; 0 for all.
  ///   - body: Takes each document with a word to explain, and its place.
  /// - Returns: What was wrong.
  func forEach(
    of folder: DocumentFolder, limit: Int = 0, _ body: (PreparedDocument, DocumentPlace) -> Void
  ) -> [RunSummary.Fault] {
    var faults: [RunSummary.Fault] = []
    let chosen = limit == 0 ? nil : Set(Self.sample(of: folder, count: limit).chosen.map(\.number))
    var number = 0
    folder.forEachPlace { result, place in
      if case .success = result {
        number += 1
        guard chosen?.contains(number) ?? true else { return }
      }
      switch result {
      case .failure(let fault):
        faults.append(
          .init(source: fault.source, message: fault.description, isSkipped: fault.isSkipped))
      case .success(let document):
        let next = PreparedDocument(document, reading)
        guard next.coverage.wordsSeen > 0 else {
          faults.append(
            .init(
              source: document.source,
              message: "\(document.source) has no word that the tokenizer knows of. Remove it.",
              isSkipped: true))
          return
        }
        faults += doubts(next).map {
          .init(source: document.source, message: $0, isSkipped: false)
        }
        body(next, place)
      }
    }
    return faults
  }

  /// Returns what a reader should know of a document that is explained all the same.
  private func doubts(_ prepared: PreparedDocument) -> [String] {
    var doubts: [String] = []
    let source = prepared.document.source
    let coverage = prepared.coverage
    if !coverage.isComplete {
      doubts.append(
        """
        \(source): the shorter text of the pair takes more than half of the \(coverage.tokenLimit) \
        tokens that the model takes: it saw \(coverage.wordsSeen) of \(coverage.words) words. \
        Shorten that text.
        """)
    }
    if needsGold {
      if prepared.document.gold.isEmpty {
        doubts.append(
          """
          \(source) has no label: its prediction is explained. Add a label or name its field with \
          --label-field.
          """)
      } else if let unknown = prepared.document.gold.first(where: {
        reading.gold.output($0) == nil
      }) {
        doubts.append(
          """
          \(source) has the label “\(unknown)”, which the model does not have\
          \(prepared.encoded.gold.isEmpty ? ": its prediction is explained" : ""). Correct it.
          """)
      }
    }
    return doubts
  }
}
