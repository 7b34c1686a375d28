/// A text of the interface that pages ask for by name; ``Strings`` holds what it says.
package enum TextKey: String, Sendable, CaseIterable {
  // Page.
  case lang, listSeparator, stop
  // Names where the documents have none.
  case blank, nameless, reports, unnamedText, unnamedWord
  // Counts.
  case documentCount, entityCount, explanationCount, explanationCountOfValue, fieldCount
  case neighbourCount, runCount, tokenCount, wordCount, entityNoun, labelNoun, firstOf, firstIDs
  // Heads of tables and sections.
  case aboutRun, atRandom, changed, checked, condition, conditions, confidence, data, difference
  case distance, document, documents, effect, entities, evaluation, excerpt, faultsHeading
  case firstRun, interval, label, labels, leastSure, made, mean, meaning, measure, measured
  case method, model, nearestOther, neighbourGifts, neighbourPart, neighbourWords
  case neighboursHeading, onlyHere, onlyThere, option, own, predicted, prediction, probability
  case provenance, rankAgreement, run, search, secondRun, share, sideBySide, strongest, text
  case theStrongest, title, value, verdict, what, why, word, wordsHidden
  // Predictions.
  case noEntity, noEntityFound, noLabel, predictedValue, moreLabels, goldSays, goldAway
  case goldAgrees, goldDisagrees, agrees, disagrees
  // Pages of documents.
  case subtitle, subtitleWindows, windows, wordsTitle, headingEntity
  case headingPrediction, headingLabel, suffix, aboutEntity, aboutNumber, aboutLabel
  case scalarProbability, scalarProbabilitySum, scalarLogOdds, scalarLogOddsSum, scalarMargin
  case scalarMarginSum, scalarLogit, scalarLogitSum, half, agreement, agreementTagged
  case emptyField, fieldShare, tip, tipLabel, tipAll, unseen, fromLabel, fromAll
  case labelShort, allShort, ownScore
  case ownScoreSquared, ownScoreRandom, gap, nearestDocuments, allDocuments, sameLabel
  case allWords, bothPlaces, howMade, partOfWords, restOfText, smoothing, uncertainty
  case checkVerdict, checkNumber, checkLabel, checkResult
  case points, sourceLine, sourceRest, entitySentence, boldSentence, boldSentenceLabel
  // Notes.
  case careful, noteSeenFirst, noteSeen, noteSeenFirstWindow, noteSeenWindow, noteNoLabel
  case noteNoLabelStrongest, noteOmittedEntities, noteOmittedLabels, noteNoNeighbours
  case noteEmpty, noteEmptySmoothed
  case noteFewAgree, noteNoneAgree, noteFewAgreeTagged, noteNoneAgreeTagged, noteFar
  case noteUnfaithful, noteUnknown, noteRedacted, noteNearSame, noteSame
  // Method.
  case baseAttribution, explained, neighbours, kernel, weight, scale, poolPart, wordScore
  case otherMethods, windowsName, baseOf, neighboursOf, bound, poolingFirst, poolingMean
  case filterPrediction, filterCategory, layerOf, layerEmbeddings, scaleDocument, scaleNone
  case poolPartMeans, wordScoreMeans, windowsMeans, windowsShared, windowsLogits, reductionNorm
  case reductionSum, reductionSquares, placeRun, placePool, outputProbability, outputLogOdds
  case outputMargin, outputLogit, explainedPredicted, explainedGold, explainedNamed, baseRandom
  case baseInputGradient, baseIntegrated, baseSmooth, baseShapGradient, baseShapDeep
  case baseGradient, referencePad, referenceMask, referenceNeighbours, referenceZero
  case nameGradient, nameInputGradient, nameIntegrated, nameSmooth, nameShapGradient
  case nameShapDeep, methodSummary, kernelIndicator, kernelContextual, kernelOther
  case kernelOtherNumbers, addsSame, addsUsedAlike, addsSimilar
  // Provenance.
  case modelText, weightsHash, tokenizerHash, configurationHash, poolHash, documentHash, shownHash
  case source, encoding, parameters, parametersText, reproduce, tool
  // Index.
  case page, pageHeading, indexTitle, indexTitlePage, indexSubtitle, leftOut, withCare
  case oneReportEach, median, medianOf, range, rangeTo, unsure, unsureEntity, unsureBelow
  case faults, faultsBelow, disagree, disagreeOf, meanError, meanErrorOf, entitiesFound, without
  case withoutOne, isPredicted, first, previous, next, last
  // Pages of the whole run.
  case worklist, worklistSubtitle, fields, fieldsSubtitle, fieldsHeading, fieldsNote, field
  case withText, shareOfScores, shareOfWords, ratio, ofAllDocuments, wordsOfAll, wordsOfLabel
  case wordsThatCarry, wordsNote, wordsNoteCut, ofAll, meanShareThere, whereMost, countedNote
  case doubtNumber, doubtDiffers, doubtUnsure, doubtNeighbours, doubtUnfaithful, filterDiffers
  case filterUnsure, filterNeighbours, filterUnfaithful, doubtNumberNote, doubtDiffersNote
  case doubtUnsureNote, doubtNeighboursNote, doubtUnfaithfulNote, whyDiffers, whyNumber
  case whyAgreeing, whyFar, whyUnfaithful, doubtEmpty, filterEmpty, doubtEmptyNote, whyEmpty
  // Evaluations.
  case evaluationTitle, evaluationLead, smallerIsBetter, largerIsBetter, leftOutOf
  case leftOutReason, noClearDifference, better, worse, intervalTo, rocAUC, rocAUCMeans
  case averagePrecision, averagePrecisionMeans, pearson, pearsonMeans, spearman, spearmanMeans
  case tokenF1, tokenF1Means, tokenIOU, tokenIOUMeans, comprehensiveness, comprehensivenessMeans
  case sufficiency, sufficiencyMeans, normalisedAOPC, normalisedAOPCMeans, logOdds, logOddsMeans
  case deletion, deletionMeans, insertion, insertionMeans, maskedError, maskedErrorMeans
  case jackknifeAgreement, jackknifeAgreementMeans, seedAgreement, seedAgreementMeans
  case againstPeople, faithfulness, stability, hiddenLoss, keptLoss, hiddenMove, keptMove
  // Differences.
  case differenceTitle, twoRuns, runAndRun, aRun, differenceLead, changedMost, before, after
  case correlation, sharedWords, churn, ofRun, nothingShared, otherTasks, howFar, asTable, asData
  case fails, passes
  case undecided, measureOf, flips, flipsMeans, missing, missingMeans, added, addedMeans, texts
  case textsMeans, change, changeMeans, rankCorrelation, rankCorrelationMeans, overlap
  case overlapMeans, neighbourChurn, neighbourChurnMeans
  case faithfulnessChange, faithfulnessChangeMeans
  // Published sites.
  case siteTitle, latestRun, latestRunLink, pageMissing, pageMissingLead, frontPage, searchLead
  case whatDiffers

  /// The names of the values that the text has, in any language.
  var values: Set<String> {
    switch self {
    case .scalarProbability, .scalarProbabilitySum, .scalarLogOdds, .scalarLogOddsSum,
      .scalarMargin, .scalarMarginSum, .scalarLogit, .scalarLogitSum, .noteNoNeighbours,
      .noteEmpty, .noteEmptySmoothed:
      ["about"]
    case .noteFewAgree, .noteFewAgreeTagged:
      ["about", "agreeing", "count"]
    case .noteUnfaithful:
      ["about", "beaten", "orders"]
    case .noteNoneAgree, .noteNoneAgreeTagged, .noteNearSame, .noteSame:
      ["about", "count"]
    case .noteFar:
      ["about", "percent"]
    case .smoothing:
      ["addition", "parts", "places"]
    case .agreement, .agreementTagged, .whyAgreeing:
      ["agreeing", "found"]
    case .changedMost:
      ["all", "count"]
    case .modelText:
      ["architecture", "layers", "name", "size"]
    case .methodSummary:
      ["base", "kernel", "lambda", "scale"]
    case .baseOf:
      ["base", "reduction", "scalar"]
    case .ownScore, .ownScoreSquared:
      ["base", "scalar"]
    case .checkVerdict, .whyUnfaithful:
      ["beaten", "orders"]
    case .differenceLead:
      ["both", "first", "second"]
    case .neighboursOf:
      ["bound", "count", "filter", "layer", "place", "pooling"]
    case .documentCount, .entityCount, .explanationCount, .explanationCountOfValue, .fieldCount,
      .neighbourCount, .runCount, .tokenCount, .wordCount, .entityNoun, .labelNoun, .moreLabels,
      .nearestDocuments, .uncertainty, .windowsShared, .disagreeOf, .meanErrorOf, .overlapMeans:
      ["count"]
    case .noteOmittedEntities, .noteOmittedLabels:
      ["count", "limit"]
    case .windows:
      ["count", "limit", "overlap"]
    case .noteSeenFirst, .noteSeen, .noteSeenFirstWindow, .noteSeenWindow:
      ["count", "limit", "total"]
    case .countedNote:
      ["count", "note"]
    case .page, .pageHeading:
      ["count", "number"]
    case .firstOf, .firstIDs:
      ["count", "shown"]
    case .half:
      ["count", "total"]
    case .baseSmooth:
      ["deviation", "samples", "seed"]
    case .measureOf:
      ["documents", "meaning"]
    case .evaluationLead:
      ["documents", "method"]
    case .indexSubtitle:
      ["documents", "model"]
    case .leftOutReason:
      ["documents", "reason"]
    case .goldAway:
      ["error", "label"]
    case .parametersText:
      ["explain", "overlap", "scalar"]
    case .entitySentence:
      ["first", "last", "percent", "phrase"]
    case .partOfWords:
      ["first", "last", "total"]
    case .restOfText:
      ["first", "last", "percent", "total"]
    case .bothPlaces, .runAndRun:
      ["first", "second"]
    case .gap:
      ["gap"]
    case .whyNumber:
      ["gold", "label"]
    case .whyDiffers:
      ["gold", "label", "percent"]
    case .intervalTo:
      ["high", "low"]
    case .subtitle:
      ["tokens", "words"]
    case .kernelOther:
      ["kernel"]
    case .kernelOtherNumbers:
      ["kernel", "numbers"]
    case .goldSays, .goldAgrees, .goldDisagrees, .headingLabel, .aboutNumber, .aboutLabel:
      ["label"]
    case .tipLabel, .tipAll:
      ["label", "neighbours", "own"]
    case .boldSentenceLabel:
      ["label", "neighbours", "own", "part", "percent"]
    case .headingEntity, .aboutEntity:
      ["label", "phrase"]
    case .explainedNamed:
      ["labels"]
    case .layerOf:
      ["layer", "layers"]
    case .wordsNote, .wordsNoteCut:
      ["limit"]
    case .leftOutOf:
      ["list"]
    case .noteUnknown:
      ["count", "list"]
    case .windowsMeans:
      ["logits", "shared"]
    case .smallerIsBetter, .largerIsBetter:
      ["meaning"]
    case .checkResult:
      ["meaning", "verdict"]
    case .suffix, .twoRuns, .wordsTitle:
      ["name"]
    case .ofRun:
      ["name", "run"]
    case .tip:
      ["neighbours", "own"]
    case .boldSentence:
      ["neighbours", "own", "percent"]
    case .careful:
      ["note"]
    case .indexTitlePage:
      ["page", "title"]
    case .fieldShare, .noteNoLabel, .noteNoLabelStrongest, .bound, .poolPartMeans, .unsureEntity,
      .unsureBelow, .doubtUnsureNote, .whyFar:
      ["percent"]
    case .sourceLine:
      ["percent", "rank", "word"]
    case .kernelContextual:
      ["place"]
    case .points:
      ["points"]
    case .placePool:
      ["pool"]
    case .baseShapDeep:
      ["reference"]
    case .baseShapGradient:
      ["reference", "samples", "seed"]
    case .baseIntegrated:
      ["reference", "steps"]
    case .sourceRest:
      ["rest", "sources"]
    case .baseRandom:
      ["seed"]
    case .subtitleWindows:
      ["subtitle", "windows"]
    case .indexTitle, .evaluationTitle, .differenceTitle:
      ["title"]
    case .rangeTo:
      ["value"]
    case .wordScoreMeans:
      ["way"]
    case .allWords:
      ["words"]
    default: []
    }
  }
}
