internal import Lafa

/// The settings that `tune` tries.
struct TuneGrid {
  /// Nil for all.
  let layers: [Int]?
  let kernels: [TokenKernel]
  let lambdas: [Double]
  let counts: [Int]
  let poolParts: [Double]
  let scales: [Smoothing.Scale]
  /// The name of the base method.
  let base: String

  /// One setting of a layer.
  struct Setting {
    let smoothing: Smoothing
    /// As a table writes it.
    var name: String {
      let part = smoothing.poolPart > 0 ? " part \(Self.text(smoothing.poolPart))" : ""
      return """
        \(smoothing.kernelArgument) λ \(Self.text(smoothing.lambda)) M \
        \(smoothing.neighbours ?? 0) \(smoothing.scale.rawValue)\(part)
        """
    }

    private static func text(_ value: Double) -> String {
      let text = String(value)
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
  }

  /// All settings of a layer.
  var settings: [Setting] {
    kernels.flatMap { kernel in
      scales.flatMap { scale in
        (kernel == .contextual ? poolParts : [0]).flatMap { part in
          // Without neighbours' part their number says nothing.
          (part == 1 ? Array(counts.prefix(1)) : counts).flatMap { count in
            lambdas.map { lambda in
              Setting(
                smoothing: Smoothing(
                  kernel: kernel, lambda: lambda, scale: scale, poolPart: part, neighbours: count))
            }
          }
        }
      }
    }
  }
}

extension Smoothing {
  /// The kernel as `--kernel` takes it.
  var kernelArgument: String {
    let numbers = ["l", "gamma", "c", "p"].compactMap { kernel.numbers[$0] }
    return kernel.name
      + (numbers.isEmpty ? "" : ":" + numbers.map { String($0) }.joined(separator: ","))
  }
}
