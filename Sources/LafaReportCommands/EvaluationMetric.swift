internal import ReportSite

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

  /// What lines for people call it.
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

  /// What pages call it.
  var key: TextKey {
    switch self {
    case .rocAUC: .rocAUC
    case .averagePrecision: .averagePrecision
    case .pearson: .pearson
    case .spearman: .spearman
    case .tokenF1: .tokenF1
    case .tokenIOU: .tokenIOU
    case .comprehensiveness: .comprehensiveness
    case .sufficiency: .sufficiency
    case .normalisedAOPC: .normalisedAOPC
    case .logOdds: .logOdds
    case .deletion: .deletion
    case .insertion: .insertion
    case .maskedError: .maskedError
    case .jackknifeAgreement: .jackknifeAgreement
    case .seedAgreement: .seedAgreement
    }
  }

  /// What it means, in a sentence.
  var meaning: TextKey {
    switch self {
    case .rocAUC: .rocAUCMeans
    case .averagePrecision: .averagePrecisionMeans
    case .pearson: .pearsonMeans
    case .spearman: .spearmanMeans
    case .tokenF1: .tokenF1Means
    case .tokenIOU: .tokenIOUMeans
    case .comprehensiveness: .comprehensivenessMeans
    case .sufficiency: .sufficiencyMeans
    case .normalisedAOPC: .normalisedAOPCMeans
    case .logOdds: .logOddsMeans
    case .deletion: .deletionMeans
    case .insertion: .insertionMeans
    case .maskedError: .maskedErrorMeans
    case .jackknifeAgreement: .jackknifeAgreementMeans
    case .seedAgreement: .seedAgreementMeans
    }
  }

  /// Whether smaller is better.
  var isLowerBetter: Bool { [.sufficiency, .logOdds, .deletion].contains(self) }

  /// The groups of a page.
  static let groups: [(title: TextKey, metrics: [EvaluationMetric])] = [
    (
      .againstPeople,
      [.rocAUC, .averagePrecision, .pearson, .spearman, .tokenF1, .tokenIOU]
    ),
    (
      .faithfulness,
      [
        .comprehensiveness, .sufficiency, .normalisedAOPC, .logOdds, .deletion, .insertion,
        .maskedError,
      ]
    ),
    (.stability, [.jackknifeAgreement, .seedAgreement]),
  ]
}
