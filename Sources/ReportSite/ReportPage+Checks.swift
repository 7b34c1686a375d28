internal import AttributionRecords

extension ReportPage {
  /// A share of the words that was hidden from the model, and how far the prediction moved.
  struct CheckRow {
    let share: String
    let strongest: String
    let random: String
  }

  /// What hiding words showed, row by row.
  func checkRows(_ check: Faithfulness) -> [CheckRow] {
    check.shares.indices.map { index in
      CheckRow(
        share: "\(NumberText.width(check.shares[index]))\u{A0}%",
        strongest: moved(check.strongest[index]), random: moved(check.random[index]))
    }
  }

  /// A fall of a probability in points, or the move of a number in per cent.
  private func moved(_ value: Double) -> String {
    if record.prediction.task == .regression { return NumberText.percent(value) }
    let points = value * 100
    let text = NumberText.fixed(abs(points), 1)
    let sign = text == "0.0" ? "" : points < 0 ? "+" : "−"
    return strings(.points, ["points": sign + text])
  }

  /// How often the strongest words beat chance.
  func checkVerdict(_ check: Faithfulness) -> String {
    strings(.checkVerdict, ["beaten": check.beaten, "orders": check.orders])
  }

  /// What the numbers of a check mean.
  var checkMeaning: String {
    strings[record.prediction.task == .regression ? .checkNumber : .checkLabel]
  }

  /// The values of the template for a check.
  func checkView(_ explanation: Explanation) -> Any {
    guard let check = explanation.faithfulness else { return false }
    return [
      "verdict": checkVerdict(check), "meaning": checkMeaning,
      "rows": checkRows(check).map {
        ["share": $0.share, "strongest": $0.strongest, "random": $0.random]
      },
    ] as [String: Any]
  }

  /// The values of the template for the nearest document with another prediction.
  var contrastView: Any {
    guard let contrast = record.explanations.first?.contrast else { return false }
    return [
      "distance": NumberText.distance(contrast.distance), "label": contrast.label,
      "percent": contrast.probability.map(NumberText.percent) ?? "",
      "title": Self.name(
        contrast.title, orElse: Self.name(contrast.id, orElse: strings[.nameless])),
      "link": names[contrast.id].map { ["file": $0 + ".html"] as Any } ?? false,
      "hasWords": !(contrast.here.isEmpty && contrast.there.isEmpty),
      "here": contrast.here.map { ["text": $0] }, "there": contrast.there.map { ["text": $0] },
    ] as [String: Any]
  }
}
