/// The nearest document for which the model predicts something else, and the words that part them.
public struct Contrast: Codable, Sendable, Equatable {
  /// The document's id in the pool.
  public var id: String
  /// What a reader calls it.
  public var title: String
  /// L2 distance of the pooled hidden states.
  public var distance: Double
  /// The label that is predicted for it.
  public var label: String
  /// Probability of that label.
  public var probability: Double?
  /// The strongest words of the explained document that the other lacks, strongest first.
  public var here: [String]
  /// The strongest words of the other, for its own label, that the explained document lacks.
  public var there: [String]

  /// Makes a contrast from its parts.
  public init(
    id: String, title: String, distance: Double, label: String, probability: Double?,
    here: [String], there: [String]
  ) {
    self.id = id
    self.title = title
    self.distance = distance
    self.label = label
    self.probability = probability
    self.here = here
    self.there = there
  }
}

/// What the model predicts when the strongest words of a document are hidden, compared with hiding
/// as many words at random.
public struct Faithfulness: Codable, Sendable, Equatable {
  /// The shares of the words that are hidden, ascending.
  public var shares: [Double]
  /// For each share how far the probability falls with the strongest words hidden; for a number
  /// how far it moves, as a share of itself.
  public var strongest: [Double]
  /// The same for words chosen at random, the mean of ``orders`` choices.
  public var random: [Double]
  /// How many random orders of the words were tried.
  public var orders: Int
  /// How many of them the strongest words beat, by the mean over the shares.
  public var beaten: Int

  /// Makes a measurement from its parts.
  public init(
    shares: [Double], strongest: [Double], random: [Double], orders: Int, beaten: Int
  ) {
    self.shares = shares
    self.strongest = strongest
    self.random = random
    self.orders = orders
    self.beaten = beaten
  }

  /// Whether hiding the strongest words changes less than half of the random choices do.
  public var isDoubtful: Bool { 2 * beaten < orders }
}
