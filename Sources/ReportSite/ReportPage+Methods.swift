internal import AttributionRecords
internal import Evaluation

extension ReportPage {
  /// The method that is shown first.
  private var method: MethodParameters { record.provenance.shown }

  /// Whether that method adds something to a document's own scores.
  var isSmoothed: Bool { method.smoothing != nil }

  /// What a word's own score is.
  func ownText(_ explanation: Explanation) -> String {
    let isSquared = record.provenance.parameters.reduction == "squares"
    let text =
      method.base == "random"
      ? strings[.ownScoreRandom]
      : strings(
        isSquared ? .ownScoreSquared : .ownScore,
        ["base": method.baseName(strings), "scalar": scalar(explanation)])
    guard let gap = explanation.gap else { return text }
    return text + strings(.gap, ["gap": NumberText.score(gap)])
  }

  /// What charts call the part of all documents with the same label.
  var labelPart: String {
    strings[record.prediction.task == .regression ? .fromAll : .fromLabel]
  }

  /// What heads of columns call that part.
  var labelShort: String {
    strings[record.prediction.task == .regression ? .allShort : .labelShort]
  }

  /// What the neighbours add; nil for a method or a document without.
  func smoothingText(_ explanation: Explanation) -> String? {
    guard let smoothing = method.smoothing else { return nil }
    let found = explanation.neighbours.count
    var places: [String] = []
    if found > 0 { places.append(strings(.nearestDocuments, ["count": found])) }
    if explanation.pool != nil {
      places.append(
        strings[record.prediction.task == .regression ? .allDocuments : .sameLabel])
    }
    guard let first = places.first, let last = places.last else { return nil }
    return strings(
      .smoothing,
      [
        "addition": smoothing.additionText(strings),
        "places": places.count == 1
          ? first : strings(.bothPlaces, ["first": first, "second": last]),
        "parts": places.count + 1,
      ])
  }

  /// One method of the run beside the others.
  struct MethodRow {
    let name: String
    let words: String
    let agreement: String
    /// The colour of each word.
    let levels: [Int]

    /// The values of the template: neighbouring words of one colour are one cell.
    var view: [String: Any] {
      let width = 100 / Double(max(levels.count, 1))
      var cells: [[String: String]] = []
      var start = 0
      for end in 1...max(levels.count, 1) where end == levels.count || levels[end] != levels[start]
      {
        if start < levels.count, levels[start] > 0 {
          cells.append([
            "level": String(levels[start]), "x": NumberText.fixed(Double(start) * width, 2),
            "width": NumberText.fixed(Double(end - start) * width, 2),
          ])
        }
        start = end
      }
      return ["name": name, "words": words, "agreement": agreement, "cells": cells]
    }
  }

  /// Words that a row names.
  private static let namedWords = 5

  /// The methods of the run for one explanation, the shown one first.
  func methodRows(_ explanation: Explanation, _ scores: ScoreView) -> [MethodRow] {
    let first = MethodRow(
      name: method.name, words: named(scores), agreement: "–",
      levels: words.indices.map(scores.level))
    return [first]
      + zip(explanation.others, otherScores(explanation)).map { other, view in
        MethodRow(
          name: other.method, words: named(view),
          agreement: Correlation.spearman(scores.scores, view.scores).map {
            NumberText.fixed($0, 2)
          } ?? "–", levels: words.indices.map(view.level))
      }
  }

  /// The scores of the methods beside the shown one.
  func otherScores(_ explanation: Explanation) -> [ScoreView] {
    explanation.others.map { other in
      var alone = explanation
      (alone.scores, alone.own, alone.neighbours) = (other.scores, other.scores, [])
      return ScoreView(alone, words: record.words)
    }
  }

  /// Methods beside the shown one whose colours a text can take, by the letters of their classes.
  static let switchedMethods = ["a", "b", "c", "d", "e"]

  /// The values of the template for the switch between methods.
  func choices(_ explanation: Explanation, _ index: Int) -> [[String: Any]] {
    let names = [method.name] + explanation.others.map(\.method)
    return names.prefix(Self.switchedMethods.count + 1).enumerated().map { place, name in
      ["name": name, "place": String(place), "isFirst": place == 0, "n": String(index + 1)]
    }
  }

  private func named(_ scores: ScoreView) -> String {
    scores.ranking.prefix(Self.namedWords).filter { scores.shares[$0] > 0 }.map { words[$0] }
      .joined(separator: ", ")
  }
}
