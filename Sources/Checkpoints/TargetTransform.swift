internal import Foundation

/// How a regression's output maps to the number that a reader expects.
///
/// `target_transform` in `config.json`: kind `log` undoes a standardised logarithm,
/// value = exp(output · std + mean); kind `linear` value = output · std + mean.
public struct TargetTransform: Sendable, Equatable {
  /// What is applied after the scale and shift.
  public enum Kind: String, Sendable {
    /// Nothing.
    case linear
    /// The exponential.
    case log
  }

  /// What is applied after the scale and shift.
  public var kind: Kind
  /// The shift.
  public var mean: Double
  /// The scale.
  public var deviation: Double
  /// The unit of the value, such as USD.
  public var unit: String?

  /// Reads the transform; without one the output is the value.
  ///
  /// - Parameter file: The configuration.
  /// - Throws: ``CheckpointError`` if the kind is unknown or a number is not finite.
  init(file: ConfigurationFile) throws(CheckpointError) {
    guard let raw = try file.group("target_transform") else {
      kind = .linear
      mean = 0
      deviation = 1
      unit = nil
      return
    }
    let name = try raw.string("kind") ?? ""
    guard let known = Kind(rawValue: name) else {
      throw file.unsupported("target_transform.kind", "“\(name)”", supported: "linear, log")
    }
    kind = known
    mean = try raw.number("mean") ?? 0
    deviation = try raw.number("std") ?? 1
    unit = try raw.string("unit")
    guard mean.isFinite, deviation.isFinite, deviation != 0 else {
      throw .malformed(
        path: file.path, detail: "“target_transform” has an impossible mean or std")
    }
  }

  /// Returns the value that stands for an output of the head.
  ///
  /// - Parameter output: The head's output.
  /// - Returns: The value in ``unit``.
  public func value(_ output: Double) -> Double {
    let linear = output * deviation + mean
    return kind == .log ? exp(linear) : linear
  }
}
