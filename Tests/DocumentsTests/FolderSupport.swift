import Documents
import Foundation
import TestSupport

/// Passes on a folder that holds the given files.
func withFolder(_ files: [String: [UInt8]], _ body: (URL) throws -> Void) throws {
  try Fixtures.withTemporaryFolder { url in
    for (name, bytes) in files {
      let file = url.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
    try body(url)
  }
}

/// Reads one file of rows.
func readRows(
  _ bytes: [UInt8], names: FieldNames = FieldNames()
) throws -> (documents: [Document], faults: [DocumentFault]) {
  var found: (documents: [Document], faults: [DocumentFault]) = ([], [])
  try withFolder(["f.jsonl": bytes]) { url in
    found = try DocumentFolder(url: url, fieldNames: names).read()
  }
  return found
}

/// Reads rows that are text.
func readRows(
  _ lines: String, names: FieldNames = FieldNames()
) throws -> (documents: [Document], faults: [DocumentFault]) {
  try readRows(Array(lines.utf8), names: names)
}
