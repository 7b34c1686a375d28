internal import ArgumentParser
internal import Foundation

/// Options that `tune` chose, for `generate --settings`: they come before what the user writes, so
/// that the user's own options win.
struct SettingsFile: Codable, Equatable {
  /// The options without their dashes.
  var options: [String: String]
  /// Where they come from.
  var evidence: Evidence

  /// What a choice rests on.
  struct Evidence: Codable, Equatable {
    /// The documents.
    var data: String
    /// How many.
    var documents: Int
    /// The checkpoint's weights.
    var weightsSHA256: String
    /// What was compared.
    var metric: String
    /// The mean of the chosen setting.
    var mean: Double
    /// The mean of its base method without neighbours.
    var base: Double
  }

  /// The options that a file may set: those of the method, none that names a file.
  static let allowed: Set<String> = [
    "methods", "kernel", "lambda", "scale", "pool-part", "samples", "steps", "noise", "reference",
    "seed", "reduction", "encoder-layer", "kernel-layer", "pooling", "neighbours", "nearer-than",
    "neighbour-filter", "threshold", "scalar",
  ]

  private static let option = "--settings"

  /// Returns arguments with the options of a settings file.
  ///
  /// - Parameter arguments: The arguments after the program's name.
  /// - Returns: The same with the file's options after the subcommand.
  /// - Throws: `ValidationError` if the file cannot be used.
  static func expanded(_ arguments: [String]) throws -> [String] {
    var arguments = arguments
    let place = arguments.firstIndex { $0 == option || $0.hasPrefix(option + "=") }
    let end = arguments.firstIndex(of: "--") ?? arguments.count
    guard let place, place > 0, place < end else { return arguments }
    let path: String
    if arguments[place] == option {
      guard place + 1 < arguments.count else {
        throw ValidationError("--settings takes a file that lafa-report tune wrote.")
      }
      path = arguments[place + 1]
    } else {
      path = String(arguments[place].dropFirst(option.count + 1))
    }
    arguments.insert(contentsOf: try read(path).arguments, at: 1)
    return arguments
  }

  /// Whether a file holds settings, which `tune` may replace.
  static func isOurs(_ url: URL) -> Bool {
    (try? read(url.path(percentEncoded: false))) != nil
  }

  /// Returns a note if the settings were chosen for another checkpoint.
  ///
  /// - Parameters:
  ///   - path: The file, which was read before.
  ///   - weights: The SHA-256 of the checkpoint's weights.
  /// - Returns: A sentence; nil if they belong together.
  static func doubt(_ path: String, weights: String) -> String? {
    guard let settings = try? read(path), settings.evidence.weightsSHA256 != weights else {
      return nil
    }
    return """
      --settings \(path) was tuned with another checkpoint: tune it with this one, or check that \
      it does as well here.
      """
  }

  private static func read(_ path: String) throws -> SettingsFile {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("--settings \(path): the file cannot be read.")
    }
    guard let settings = try? JSONDecoder().decode(SettingsFile.self, from: data) else {
      throw ValidationError("--settings \(path): it is not a file that lafa-report tune wrote.")
    }
    if let unknown = settings.options.keys.sorted().first(where: { !allowed.contains($0) }) {
      throw ValidationError(
        "--settings \(path): it sets “\(unknown)”, which is not an option of it.")
    }
    return settings
  }

  private var arguments: [String] {
    options.sorted { $0.key < $1.key }.map { "--\($0.key)=\($0.value)" }
  }
}
