internal import AttributionRecords

extension MethodParameters {
  /// What the base method is, with its numbers.
  func baseText(_ strings: Strings) -> String {
    func number(_ name: String) -> String { NumberText.score(baseNumbers[name] ?? 0) }
    switch base {
    case "random": return strings(.baseRandom, ["seed": number("seed")])
    case "inputGradient": return strings[.baseInputGradient]
    case "integratedGradient":
      return strings(
        .baseIntegrated, ["steps": number("steps"), "reference": referenceText(strings)])
    case "smoothGradient":
      return strings(
        .baseSmooth,
        [
          "samples": number("samples"), "deviation": number("deviation"), "seed": number("seed"),
        ])
    case "shapGradient":
      return strings(
        .baseShapGradient,
        [
          "samples": number("samples"), "reference": referenceText(strings),
          "seed": number("seed"),
        ])
    case "shapDeep": return strings(.baseShapDeep, ["reference": referenceText(strings)])
    default: return strings[.baseGradient]
    }
  }

  private func referenceText(_ strings: Strings) -> String {
    switch reference {
    case "pad": strings[.referencePad]
    case "mask": strings[.referenceMask]
    case "neighbours": strings[.referenceNeighbours]
    default: strings[.referenceZero]
    }
  }

  /// The method in a few words.
  func summary(_ strings: Strings) -> String {
    guard let smoothing else { return baseText(strings) }
    return strings(
      .methodSummary,
      [
        "base": baseText(strings), "kernel": smoothing.kernel,
        "lambda": NumberText.score(smoothing.lambda), "scale": smoothing.scale,
      ])
  }

  /// The base method's name within a sentence.
  func baseName(_ strings: Strings) -> String {
    switch base {
    case "gradient": strings[.nameGradient]
    case "inputGradient": strings[.nameInputGradient]
    case "integratedGradient": strings[.nameIntegrated]
    case "smoothGradient": strings[.nameSmooth]
    case "shapGradient": strings[.nameShapGradient]
    case "shapDeep": strings[.nameShapDeep]
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
  func kernelText(layer: Int?, of layers: Int, _ strings: Strings) -> String {
    switch kernel {
    case "indicator": return strings[.kernelIndicator]
    case "contextual":
      return strings(
        .kernelContextual, ["place": layer.map { strings.layer($0, of: layers) } ?? ""])
    default:
      let numbers = kernelNumbers.sorted { $0.key < $1.key }
        .map { "\($0.key) = \(NumberText.exact($0.value))" }.joined(separator: ", ")
      return numbers.isEmpty
        ? strings(.kernelOther, ["kernel": kernel])
        : strings(.kernelOtherNumbers, ["kernel": kernel, "numbers": numbers])
    }
  }

  /// What neighbours add, within a sentence.
  func additionText(_ strings: Strings) -> String {
    switch kernel {
    case "indicator": strings[.addsSame]
    case "contextual": strings[.addsUsedAlike]
    default: strings[.addsSimilar]
    }
  }
}
