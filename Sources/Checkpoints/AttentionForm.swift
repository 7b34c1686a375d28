/// How attention knows of the distance of two tokens.
public enum AttentionForm: Sendable, Equatable {
  /// Not at all: positions are added to the embeddings.
  case absolute
  /// A learned number for each head and bucket of distances is added to the scores (MPNet).
  case distanceBias(tableRows: Int)
  /// Content and distance meet in terms of their own (DeBERTa).
  case disentangled(DisentangledForm)
  /// Queries and keys are rotated by their positions (ModernBERT).
  case rotary(RotaryForm)
}

/// The disentangled attention of DeBERTa-v2 and v3.
public struct DisentangledForm: Sendable, Equatable {
  /// Whether queries meet the distance's key: the term c2p.
  public var contentToPosition: Bool
  /// Whether keys meet the distance's query: the term p2c.
  public var positionToContent: Bool
  /// Whether distances count at all; without, only the scale of the scores is left of the terms.
  public var isRelative: Bool
  /// Half the rows of the table of distances.
  public var span: Int
  /// Buckets of distances; nil if each distance has its own row.
  public var buckets: Int?
  /// The largest distance that buckets tell apart.
  public var maximum: Int
  /// Whether distances pass through the projections of the tokens.
  public var sharesProjections: Bool
  /// Whether the table of distances passes through a LayerNorm.
  public var normalises: Bool
  /// The width of the convolution beside the first layer; nil if there is none.
  public var convolution: Int?
  /// The convolution's activation.
  public var convolutionActivation: String

  init(file: ConfigurationFile, positions: Int) throws(CheckpointError) {
    let terms = try file.words("pos_att_type")
    contentToPosition = terms.contains("c2p")
    positionToContent = terms.contains("p2c")
    if let other = terms.first(where: { $0 != "c2p" && $0 != "p2c" }) {
      throw file.unsupported("pos_att_type", "“\(other)”", supported: "c2p, p2c")
    }
    isRelative = try file.bool("relative_attention", default: false)
    let maximum = try file.int("max_relative_positions") ?? -1
    self.maximum = maximum < 1 ? positions : maximum
    let buckets = try file.int("position_buckets") ?? -1
    self.buckets = buckets > 0 ? buckets : nil
    span = buckets > 0 ? buckets : self.maximum
    // A bucket of the middle's own would divide by zero; 2²⁰ bounds the table as other sizes are.
    guard span <= 1 << 20, buckets < 1 || (4...self.maximum).contains(buckets) else {
      throw .malformed(path: file.path, detail: "“position_buckets” cannot be \(buckets)")
    }
    sharesProjections = try file.bool("share_att_key", default: false)
    normalises = try (file.string("norm_rel_ebd") ?? "none").lowercased().contains("layer_norm")
    let width = try file.int("conv_kernel_size") ?? 0
    convolution = width > 0 ? width : nil
    convolutionActivation = try file.string("conv_act") ?? "tanh"
    if width > 0 {
      guard width % 2 == 1, width <= 31 else {
        throw file.unsupported("conv_kernel_size", "\(width)", supported: "an odd width up to 31")
      }
      guard try file.size("conv_groups", default: 1) == 1 else {
        throw file.unsupported("conv_groups", "more than 1", supported: "1")
      }
      let known = ModelConfiguration.activations + ["tanh"]
      guard known.contains(convolutionActivation) else {
        throw file.unsupported(
          "conv_act", "“\(convolutionActivation)”", supported: known.joined(separator: ", "))
      }
    }
  }
}

/// The rotary positions and local attention of ModernBERT.
public struct RotaryForm: Sendable, Equatable {
  /// θ of the layers that see the whole text.
  public var globalBase: Double
  /// θ of the layers that see a window.
  public var localBase: Double
  /// How far a token of a local layer sees to each side.
  public var window: Int
  /// Whether each layer is local.
  public var isLocal: [Bool]

  init(file: ConfigurationFile, layers: Int) throws(CheckpointError) {
    let parameters = try file.group("rope_parameters")
    let full = try parameters?.group("full_attention")
    let sliding = try parameters?.group("sliding_attention")
    for group in [full, sliding, try file.group("rope_scaling")] {
      if let type = try group?.string("rope_type"), type != "default" {
        throw file.unsupported("rope_type", "“\(type)”", supported: "default")
      }
    }
    func base(
      _ group: ConfigurationFile?, _ old: String, _ other: Double
    ) throws(CheckpointError) -> Double {
      let new = try group?.number("rope_theta")
      let before = try file.number(old)
      return new ?? before ?? other
    }
    globalBase = try base(full, "global_rope_theta", 160_000)
    localBase = try base(sliding, "local_rope_theta", 10_000)
    guard globalBase > 1, localBase > 1, globalBase.isFinite, localBase.isFinite else {
      throw .malformed(path: file.path, detail: "“rope_theta” is impossible")
    }
    window = try file.size("local_attention", least: 2, default: 128) / 2
    if let types = try file.strings("layer_types") {
      let known = ["full_attention", "sliding_attention"]
      guard types.count == layers, types.allSatisfy(known.contains) else {
        throw .malformed(path: file.path, detail: "“layer_types” does not name every layer's type")
      }
      isLocal = types.map { $0 == "sliding_attention" }
    } else {
      let every = try file.size("global_attn_every_n_layers", default: 3)
      isLocal = (0..<layers).map { $0 % every != 0 }
    }
  }
}
