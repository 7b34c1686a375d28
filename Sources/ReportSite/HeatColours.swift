/// The colours of a heatmap's levels as a style sheet has them, for what cannot use the sheet.
struct HeatColours: Sendable {
  /// From the faintest to the strongest, on a light ground.
  let light: [String]
  /// The same on a dark ground.
  let dark: [String]

  /// Finds the colours: of each property `--p1` to `--p9` the first value is for a light ground,
  /// the second for a dark one.
  ///
  /// - Parameter style: A style sheet.
  init(style: String) {
    var found: [Int: [String]] = [:]
    for match in style.matches(of: /--p([1-9]):(#[0-9A-Fa-f]{3,8});/) {
      found[Int(match.1) ?? 0, default: []].append(String(match.2))
    }
    let levels = 1...ScoreView.levels
    light = levels.map { found[$0]?.first ?? "transparent" }
    dark = levels.map { found[$0]?.dropFirst().first ?? "transparent" }
  }

  /// Returns the colour of a level on a light ground; level 0 has none.
  func colour(_ level: Int) -> String { level > 0 ? light[level - 1] : "transparent" }
}
