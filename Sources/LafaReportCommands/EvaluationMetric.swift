/// What an evaluation measures for each method.
enum EvaluationMetric: String, CaseIterable, Sendable {
  // Against what people marked.
  case rocAUC, averagePrecision, pearson, spearman, tokenF1, tokenIOU
  // By hiding words.
  case comprehensiveness, sufficiency, normalisedAOPC, logOdds, deletion, insertion
  // By hiding words of a text with a number.
  case maskedError
  // By leaving neighbours out, and by drawing random numbers again.
  case jackknifeAgreement, seedAgreement

  /// What pages call it.
  var title: String {
    switch self {
    case .rocAUC: "ROC AUC"
    case .averagePrecision: "Average precision"
    case .pearson: "Pearson"
    case .spearman: "Spearman"
    case .tokenF1: "Token F1"
    case .tokenIOU: "Token IOU"
    case .comprehensiveness: "Comprehensiveness"
    case .sufficiency: "Sufficiency"
    case .normalisedAOPC: "Normalised AOPC"
    case .logOdds: "Log-odds"
    case .deletion: "Deletion area"
    case .insertion: "Insertion area"
    case .maskedError: "MAPE under masking"
    case .jackknifeAgreement: "Agreement without a neighbour"
    case .seedAgreement: "Agreement with another seed"
    }
  }

  /// What it means, in a sentence.
  var meaning: String {
    switch self {
    case .rocAUC: "The chance that a marked word scores higher than another; 0.5 is chance."
    case .averagePrecision: "The mean precision at the marked words, from the highest score down."
    case .pearson: "The correlation of the scores with the words’ weights."
    case .spearman: "The correlation of the ranks."
    case .tokenF1: "The overlap of the marked words with as many of the strongest."
    case .tokenIOU: "The same overlap, as the intersection over the union."
    case .comprehensiveness:
      "How much of the probability is lost when the strongest words are hidden, over the shares."
    case .sufficiency: "How much is lost when only the strongest words are left, over the shares."
    case .normalisedAOPC:
      "Comprehensiveness between the least and the most of all orders of words that were tried."
    case .logOdds: "How far the log-odds fall when the strongest words are hidden."
    case .deletion: "The area under the probability while the strongest words are hidden."
    case .insertion: "The area under the probability while the strongest words are put back."
    case .maskedError:
      "How far the number moves, in parts of itself, when the strongest words are hidden."
    case .jackknifeAgreement:
      "The mean rank correlation with the scores when one neighbour is left out."
    case .seedAgreement:
      "The rank correlation with the scores of another draw, for methods with random numbers."
    }
  }

  /// Whether smaller is better.
  var isLowerBetter: Bool { [.sufficiency, .logOdds, .deletion].contains(self) }

  /// The groups of a page.
  static let groups: [(title: String, metrics: [EvaluationMetric])] = [
    (
      "Against what people marked",
      [.rocAUC, .averagePrecision, .pearson, .spearman, .tokenF1, .tokenIOU]
    ),
    (
      "Faithfulness to the model",
      [
        .comprehensiveness, .sufficiency, .normalisedAOPC, .logOdds, .deletion, .insertion,
        .maskedError,
      ]
    ),
    ("Stability", [.jackknifeAgreement, .seedAgreement]),
  ]
}
