internal import Benchmarks
internal import Foundation

/// The script of the peer's side, a resource beside the program.
enum PeerScript {
  /// Finds the script.
  ///
  /// - Returns: Its place.
  /// - Throws: ``BenchmarkError/scriptMissing(places:)``.
  static func locate() throws -> URL {
    let program = Bundle.main.executableURL?.resolvingSymlinksInPath()
    let folder = program?.deletingLastPathComponent() ?? URL(filePath: ".")
    let places = ["resources", "bundle"].map {
      folder.appending(path: "lafa-report_lafa-bench.\($0)/Peers/peer.py")
    }
    let paths = places.map { $0.path(percentEncoded: false) }
    guard let index = paths.firstIndex(where: FileManager.default.fileExists(atPath:)) else {
      throw BenchmarkError.scriptMissing(places: paths)
    }
    return places[index]
  }
}
