/// What a checkpoint is trained to answer.
public enum Task: String, Codable, Sendable, CaseIterable {
  /// One label of several: probabilities are the softmax of the logits.
  case singleLabel
  /// Any number of labels: each probability is the sigmoid of its logit.
  case multiLabel
  /// A number.
  case regression
  /// One label for each token, of which entities are made: probabilities are softmaxes.
  case tokenLabels
}

/// What the model made of a text.
public struct Prediction: Codable, Sendable, Equatable {
  /// The kind of answer.
  public var task: Task
  /// All outputs of the head, in the order of the checkpoint's labels.
  public var outputs: [Output]
  /// Indices of the predicted labels, most probable first; empty if no label of a
  /// multi-label task reaches the threshold; `[0]` for a regression; those of the entities,
  /// ascending, for token labels.
  public var predicted: [Int]
  /// The regression's value in the unit that a reader expects, if the task is a regression.
  public var value: Quantity?
  /// The entities that a model of token labels found, in text order; empty for other tasks.
  public var entities: [Entity]

  /// Makes a prediction from its parts.
  public init(
    task: Task, outputs: [Output], predicted: [Int], value: Quantity? = nil,
    entities: [Entity] = []
  ) {
    self.task = task
    self.outputs = outputs
    self.predicted = predicted
    self.value = value
    self.entities = entities
  }

  /// One output of the head.
  public struct Output: Codable, Sendable, Equatable {
    /// The label as the checkpoint names it.
    public var label: String
    /// The head's output before softmax or sigmoid; the words' largest for token labels.
    public var logit: Double
    /// Softmax or sigmoid of the logits, the words' largest for token labels; nil for a regression.
    public var probability: Double?

    /// Makes an output from its parts.
    public init(label: String, logit: Double, probability: Double?) {
      self.label = label
      self.logit = logit
      self.probability = probability
    }
  }

  /// A number with its unit: a price in USD, for example.
  public struct Quantity: Codable, Sendable, Equatable {
    /// The number, after the checkpoint's `target_transform` was undone.
    public var value: Double
    /// The unit, if the checkpoint names one.
    public var unit: String?

    /// Makes a quantity from its parts.
    public init(value: Double, unit: String?) {
      self.value = value
      self.unit = unit
    }
  }
}
