/// The attribution of one label: what every token contributed, and where its score comes from.
///
/// The ledger is exact (METHOD: equations 6 and 7): for each token,
/// `own + Σ neighbours.shares + pool = score`, to rounding.
public struct Explanation: Codable, Sendable, Equatable {
  /// Index of the explained output in ``Prediction/outputs``.
  public var output: Int
  /// The scalar whose gradient was taken: one of ``scalars``.
  public var scalar: String
  /// Score of each token by the run's first method, special tokens included; negative where
  /// neighbours speak against a token, or where the base method has signs.
  public var scores: [Double]
  /// The token's own share: the base attribution of this document, scaled.
  public var own: [Double]
  /// The neighbours that smoothed the scores, nearest first.
  @AsColumns public var neighbours: [Neighbour]
  /// What all documents with the same label gave to each token; nil without that part.
  public var pool: [Double]?
  /// Σ S − (F(H₀) − F(H′)): by how much a method that is complete in theory is not; nil for others.
  public var gap: Double?
  /// The run's other methods, in their order.
  public var others: [OtherScores]
  /// For each word of the text the neighbours' words that gave it most, strongest first; nil if
  /// they were not asked for.
  public var sources: [[WordSource]]?
  /// The nearest document with another prediction; nil if there is none, and for tasks without a
  /// single label.
  public var contrast: Contrast?
  /// What hiding words does to the prediction; nil if that was not asked for.
  public var faithfulness: Faithfulness?
  /// How the neighbours were found.
  public var quality: NeighbourQuality
  /// The explained entity, for token labels; nil for other tasks.
  public var target: Entity?

  /// Makes an explanation from its parts.
  public init(
    output: Int, scalar: String, scores: [Double], own: [Double], neighbours: [Neighbour],
    quality: NeighbourQuality, target: Entity? = nil, pool: [Double]? = nil, gap: Double? = nil,
    others: [OtherScores] = [], sources: [[WordSource]]? = nil, contrast: Contrast? = nil,
    faithfulness: Faithfulness? = nil
  ) {
    self.output = output
    self.scalar = scalar
    self.scores = scores
    self.own = own
    self.neighbours = neighbours
    self.quality = quality
    self.target = target
    self.pool = pool
    self.gap = gap
    self.others = others
    self.sources = sources
    self.contrast = contrast
    self.faithfulness = faithfulness
  }

  /// What ``scalar`` may be; `value` is for regressions.
  public static let scalars = ["logit", "probability", "log-odds", "margin", "value"]
}

/// A word of a neighbour and what it gave to a word of the explained text.
///
/// Over all words of a neighbour these numbers add up to the neighbour's shares of the word's
/// tokens; a record names the largest.
public struct WordSource: Codable, Sendable, Equatable {
  /// The neighbour's place in ``Explanation/neighbours``.
  public var neighbour: Int
  /// The neighbour's word, cut if it is long.
  public var word: String
  /// The word's first code point in the neighbour's text.
  public var start: Int
  /// The code point after its last.
  public var end: Int
  /// What it gave, of the size of ``Explanation/scores``.
  public var value: Double

  /// Makes a source from its parts.
  public init(neighbour: Int, word: String, start: Int, end: Int, value: Double) {
    self.neighbour = neighbour
    self.word = word
    self.start = start
    self.end = end
    self.value = value
  }
}

/// What another method of the run says of the same label.
public struct OtherScores: Codable, Sendable, Equatable {
  /// The method's name in ``Parameters/methods``.
  public var method: String
  /// Score of each token.
  public var scores: [Double]
  /// As in ``Explanation/gap``.
  public var gap: Double?

  /// Makes scores from their parts.
  public init(method: String, scores: [Double], gap: Double? = nil) {
    self.method = method
    self.scores = scores
    self.gap = gap
  }
}

/// A near document of the pool and what it gave to every token.
public struct Neighbour: Sendable, Equatable {
  /// The neighbour's id in the pool.
  public var id: String
  /// What a reader calls it.
  public var title: String
  /// L2 distance of the pooled hidden states.
  public var distance: Double
  /// The label that its scores explain: the predicted one, or the shared one of a multi-label task.
  public var label: String
  /// Probability of that label; nil for a regression.
  public var probability: Double?
  /// What the model predicts for it, if the task is a regression.
  public var value: Prediction.Quantity?
  /// Whether the same label is predicted for it; nil for a regression.
  public var agrees: Bool?
  /// What it gave to each token of the explained document.
  public var shares: [Double]
  /// A piece of its text around its strongest word.
  public var excerpt: Excerpt

  /// Makes a neighbour from its parts.
  public init(
    id: String, title: String, distance: Double, label: String, probability: Double?,
    value: Prediction.Quantity?, agrees: Bool?, shares: [Double], excerpt: Excerpt
  ) {
    self.id = id
    self.title = title
    self.distance = distance
    self.label = label
    self.probability = probability
    self.value = value
    self.agrees = agrees
    self.shares = shares
    self.excerpt = excerpt
  }
}

/// A piece of a neighbour's text with that neighbour's own base attribution.
public struct Excerpt: Codable, Sendable, Equatable {
  /// The piece.
  public var text: String
  /// Whether text was left out before and after the piece.
  public var cutBefore: Bool
  /// Whether text was left out after the piece.
  public var cutAfter: Bool
  /// The piece's strongest words, from ``leastPercent`` on; positions are code points of ``text``.
  public var words: [Word]

  /// The least part of its text's strongest word, in per cent, with which a word is kept.
  public static let leastPercent = 25

  /// Makes an excerpt from its parts.
  public init(text: String, cutBefore: Bool, cutAfter: Bool, words: [Word]) {
    self.text = text
    self.cutBefore = cutBefore
    self.cutAfter = cutAfter
    self.words = words
  }

  /// A word of the excerpt.
  public struct Word: Codable, Sendable, Equatable {
    /// First code point of the word in the excerpt.
    public var start: Int
    /// The code point after the last.
    public var end: Int
    /// The word's base attribution in its own document, in whole per cent of the largest there.
    public var percent: Int

    /// Makes a word from its parts.
    public init(start: Int, end: Int, percent: Int) {
      self.start = start
      self.end = end
      self.percent = percent
    }
  }
}

/// How far the neighbours can be trusted.
public struct NeighbourQuality: Codable, Sendable, Equatable {
  /// Documents that could have been neighbours: the pool without the document itself and its
  /// exact duplicates.
  public var candidates: Int
  /// Exact duplicates of the document in the pool, which are never neighbours.
  public var duplicates: Int
  /// Neighbours with the same prediction; nil for a regression.
  public var agreeing: Int?
  /// Neighbours that share at least four fifths of their tokens with the document.
  public var nearDuplicates: Int
  /// The share of the pool's pairs of documents that are nearer to each other than the middle
  /// neighbour is to the document; nil without neighbours.
  public var percentile: Double?
  /// The share of neighbours of the document's category (equation 8); nil if it is not known.
  public var categoryPrecision: Double?

  /// Makes a quality from its parts.
  public init(
    candidates: Int, duplicates: Int, agreeing: Int?, nearDuplicates: Int = 0,
    percentile: Double? = nil, categoryPrecision: Double? = nil
  ) {
    self.candidates = candidates
    self.duplicates = duplicates
    self.agreeing = agreeing
    self.nearDuplicates = nearDuplicates
    self.percentile = percentile
    self.categoryPrecision = categoryPrecision
  }
}
