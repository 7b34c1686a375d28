/// The shape of a BERT, as far as it decides how much there is to compute.
package struct EncoderSize: Equatable, Sendable {
  /// What it is called.
  package var name: String
  /// d.
  package var hidden: Int
  /// L.
  package var layers: Int
  /// The length of a feed-forward block's middle.
  package var intermediate: Int
  /// Attention heads.
  package var heads: Int
  /// Token ids; few, as looking them up costs nothing.
  package var vocabulary = 1000
  /// The most tokens of a text.
  package var positions = 512
  /// Labels.
  package var outputs = 2

  /// Makes a size from its parts.
  package init(name: String, hidden: Int, layers: Int, intermediate: Int, heads: Int) {
    self.name = name
    self.hidden = hidden
    self.layers = layers
    self.intermediate = intermediate
    self.heads = heads
  }

  /// The sizes that are measured.
  package static let all = [
    EncoderSize(name: "tiny", hidden: 128, layers: 2, intermediate: 512, heads: 2),
    EncoderSize(name: "MiniLM", hidden: 384, layers: 6, intermediate: 1536, heads: 12),
    EncoderSize(name: "BERT-base", hidden: 768, layers: 12, intermediate: 3072, heads: 12),
  ]
}

/// The floating point operations of the products of a forward and backward pass to the inputs.
///
/// A product has 2 · rows · columns · depth of them. Weights have no gradients.
package struct PassFlops: Equatable, Sendable {
  /// With every layer computed for all tokens, as PyTorch does.
  package var full: Double
  /// With the last layer computed only where the head reads it: for each sequence's first token.
  ///
  /// With one query a sequence, the weights of keys and values act on the query's side, once a
  /// sequence; each head then meets whole states instead of its own keys and values.
  package var needed: Double

  /// Counts.
  ///
  /// - Parameters:
  ///   - size: The encoder.
  ///   - lengths: The tokens of each sequence.
  package init(_ size: EncoderSize, lengths: [Int]) {
    let d = Double(size.hidden)
    let f = Double(size.intermediate)
    let rows = Double(lengths.reduce(0, +))
    let sequences = Double(lengths.count)
    // Pairs of a query and a key, of all sequences.
    let pairs = lengths.reduce(0.0) { $0 + Double($1 * $1) }
    // The projections of keys and values; then what each row with a query needs: its projection,
    // the attention's output and the feed-forward block. The same again backward.
    let keys = 2 * 2 * d * d
    let query = 2 * (2 * d * d + 2 * d * f)
    // Two products forward (scores, context), four backward (of P, V, Q and K).
    let pair = 6 * 2 * d
    let layer = 2 * rows * (keys + query) + pairs * pair
    let last = 2 * sequences * (keys + query) + rows * Double(size.heads) * pair
    let head = 2 * sequences * 2 * (d * d + d * Double(size.outputs))
    full = Double(size.layers) * layer + head
    needed = Double(size.layers - 1) * layer + last + head
  }
}
