public import Foundation

/// Writes arrays of floats as a safetensors file, readable from Python with its metadata.
public enum SafetensorsWriter {
  /// A matrix of 32-bit floats.
  public struct Matrix: Sendable {
    /// Its name in the file.
    public var name: String
    /// The rows, all of the same length.
    public var rows: [[Float]]
    /// The length of a row.
    public var columns: Int

    /// Makes a matrix from its rows.
    public init(name: String, rows: [[Float]], columns: Int) {
      precondition(rows.allSatisfy { $0.count == columns }, "rows have the same length")
      self.name = name
      self.rows = rows
      self.columns = columns
    }
  }

  /// Returns the bytes of a file.
  ///
  /// - Parameters:
  ///   - matrices: The arrays; they lie in the file in this order.
  ///   - metadata: Texts by name.
  /// - Returns: The same bytes for the same input.
  public static func data(_ matrices: [Matrix], metadata: [String: String]) -> Data {
    var entries: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map {
        "\(quoted($0.key)):\(quoted($0.value))"
      }
      entries.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for matrix in matrices {
      let end = offset + 4 * matrix.rows.count * matrix.columns
      entries.append(
        """
        \(quoted(matrix.name)):{"dtype":"F32","shape":[\(matrix.rows.count),\(matrix.columns)],\
        "data_offsets":[\(offset),\(end)]}
        """)
      offset = end
    }
    var header = Data("{\(entries.joined(separator: ","))}".utf8)
    // The format's readers expect the arrays at a multiple of eight bytes.
    header.append(Data(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8))
    var result = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    result.reserveCapacity(8 + header.count + offset)
    result.append(header)
    for row in matrices.flatMap(\.rows) {
      row.withUnsafeBytes { result.append(contentsOf: $0) }
    }
    return result
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        result += "\\u" + String(format: "%04x", scalar.value)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
