internal import AttributionRecords

extension MethodParameters {
  /// What the base method is, with its numbers.
  var baseText: String {
    func number(_ name: String) -> String { NumberText.score(baseNumbers[name] ?? 0) }
    switch base {
    case "random": return "uniform noise, one number a word (seed \(number("seed")))"
    case "inputGradient": return "input embedding times gradient"
    case "integratedGradient":
      return """
        integrated gradient, \(number("steps")) points from \(referenceText), by Gauss and Legendre’s \
        rule
        """
    case "smoothGradient":
      return """
        mean of \(number("samples")) gradients with normal noise of standard deviation \
        \(number("deviation")) (seed \(number("seed")))
        """
    case "shapGradient":
      return """
        mean of \(number("samples")) gradients between the text and \(referenceText) (seed \
        \(number("seed")))
        """
    case "shapDeep": return "gradient at \(referenceText), times the difference from the text"
    default: return "gradient with respect to the input embeddings"
    }
  }

  private var referenceText: String {
    switch reference {
    case "pad": "padding tokens"
    case "mask": "mask tokens"
    case "neighbours": "its neighbours"
    default: "zero"
    }
  }

  /// The method in a few words.
  var summary: String {
    guard let smoothing else { return baseText }
    return """
      \(baseText), smoothed with kernel \(smoothing.kernel), λ \
      \(NumberText.score(smoothing.lambda)), scale \(smoothing.scale)
      """
  }

  /// The base method's name within a sentence.
  var baseName: String {
    switch base {
    case "inputGradient": "input times gradient"
    case "integratedGradient": "integrated gradient"
    case "smoothGradient": "smooth gradient"
    case "shapGradient": "SHAP gradient"
    case "shapDeep": "deep SHAP value"
    default: base
    }
  }

  /// The words that a command line takes for the method’s numbers.
  var arguments: [(name: String, value: String)] {
    var arguments: [(name: String, value: String)] = []
    // What the method's own name says need not be said again.
    let given = name.split(separator: "@").dropFirst()
    let isStandard = name.hasPrefix("lafa") && !name.contains(":")
    let hasCount = isStandard || given.contains { Int($0) != nil }
    for name in ["samples", "steps", "noise", "seed"]
    where !hasCount || !["samples", "steps"].contains(name) {
      if let value = baseNumbers[name] { arguments.append((name, NumberText.exact(value))) }
    }
    if let reference, !isStandard, !given.contains(Substring(reference)) {
      arguments.append(("reference", reference))
    }
    if let smoothing, name != "lafa-paper" {
      let numbers = ["l", "gamma", "c", "p"].compactMap { smoothing.kernelNumbers[$0] }
        .map(NumberText.exact).joined(separator: ",")
      arguments += [
        ("kernel", smoothing.kernel + (numbers.isEmpty ? "" : ":" + numbers)),
        ("lambda", NumberText.exact(smoothing.lambda)), ("scale", smoothing.scale),
      ]
      if smoothing.poolPart > 0 {
        arguments.append(("pool-part", NumberText.exact(smoothing.poolPart)))
      }
    }
    return arguments
  }
}

extension SmoothingParameters {
  /// What the kernel compares.
  func kernelText(layer: Int?, of layers: Int) -> String {
    switch kernel {
    case "indicator": return "indicator: only the same word piece counts"
    case "contextual":
      let place = layer.map { $0 == 0 ? "the embeddings" : "layer \($0) of \(layers)" } ?? ""
      return """
        contextual: the cosine of the tokens’ hidden states in \(place), centred on the run’s mean
        """
    default:
      let numbers = kernelNumbers.sorted { $0.key < $1.key }
        .map { "\($0.key) = \(NumberText.exact($0.value))" }.joined(separator: ", ")
      return """
        \(kernel) of the tokens’ input embeddings\(numbers.isEmpty ? "" : ", " + numbers)
        """
    }
  }

  /// What neighbours add, within a sentence.
  var additionText: String {
    switch kernel {
    case "indicator": "what the same word got"
    case "contextual": "what words used alike got (their hidden states point the same way)"
    default: "what words with similar embeddings got"
    }
  }
}
