package import Foundation

/// Writes arrays as a safetensors file, readable from Python with its metadata.
public enum SafetensorsWriter {
  /// What the header says of an array.
  package struct Entry {
    let name: String
    /// The element type as safetensors files name it.
    let type: String
    let shape: [Int]

    /// Describes an array; its type is one that ``ElementType/bits`` knows in whole bytes.
    package init(_ name: String, _ shape: [Int], type: String = "F32") {
      self.name = name
      self.type = type
      self.shape = shape
    }

    var bytes: Int { shape.reduce((ElementType.bits[type] ?? 32) / 8, *) }
  }

  /// Returns what stands in a file before the arrays.
  ///
  /// - Parameters:
  ///   - tensors: The arrays, in their order.
  ///   - metadata: Texts by name.
  /// - Returns: The header's length and the header.
  package static func header(
    _ tensors: [Entry], metadata: [String: String] = [:]
  ) -> Data {
    var entries: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map {
        "\(quoted($0.key)):\(quoted($0.value))"
      }
      entries.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for tensor in tensors {
      let end = offset + tensor.bytes
      let sizes = tensor.shape.map(String.init).joined(separator: ",")
      entries.append(
        """
        \(quoted(tensor.name)):{"dtype":"\(tensor.type)","shape":[\(sizes)],\
        "data_offsets":[\(offset),\(end)]}
        """)
      offset = end
    }
    var header = Data("{\(entries.joined(separator: ","))}".utf8)
    // The format's readers expect the arrays at a multiple of eight bytes.
    header.append(Data(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8))
    return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header
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
