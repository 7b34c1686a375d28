import Checkpoints
import Foundation
import Tensors
import Testing

/// Weights that PyTorch wrote, against what safetensors says they hold.
struct TorchFileTests {
  private static let integers = ["count", "mask", "position_ids"]

  private func values(_ weights: WeightStore, _ name: String) throws -> [Float] {
    try weights.tensor(name, shape: weights.shape(of: name)).withElements(Array.init)
  }

  /// Expects the same tensors, bit for bit.
  private func expectExpected(_ weights: WeightStore) throws {
    let expected = try SafetensorsFile(
      url: WeightFolder.fixtures.appending(path: "expected.safetensors"))
    #expect(weights.names == expected.names)
    for name in expected.names {
      #expect(try weights.shape(of: name) == expected.shape(of: name), "\(name)")
      guard !Self.integers.contains(name) else { continue }
      let values = try expected.tensor(name, shape: expected.shape(of: name))
      #expect(try self.values(weights, name) == values.withElements(Array.init), "\(name)")
    }
  }

  @Test(arguments: ["zip.bin", "old.bin", "protocol4.bin", "protocol5.bin"])
  func readsEveryKindOfTensor(_ name: String) throws {
    try WeightFolder.with { folder in
      try folder.copy(name, as: "pytorch_model.bin")
      try expectExpected(WeightStore(folder: folder.url))
    }
  }

  @Test(arguments: ["sharded-safetensors", "sharded-bin"])
  func joinsShards(_ name: String) throws {
    let weights = try WeightStore(folder: WeightFolder.fixtures.appending(path: name))
    try expectExpected(weights)
    #expect(weights.paths.count == 2)
    #expect(weights.path(of: "bfloat16").contains("-00001-of-00002."))
  }

  @Test func readsRowsOfATurnedMatrix() throws {
    try WeightFolder.with { folder in
      try folder.copy("zip.bin", as: "pytorch_model.bin")
      let weights = try WeightStore(folder: folder.url)
      for name in ["transposed", "part", "steps", "turned16"] {
        let shape = try weights.shape(of: name)
        let rows = try weights.rows(of: name, rows: shape[0], columns: shape[1])
        var found = [Float](repeating: 0, count: shape[0] * shape[1])
        found.withUnsafeMutableBufferPointer { buffer in
          if let base = buffer.baseAddress { rows.read(0..<shape[0], into: base) }
        }
        #expect(try found == values(weights, name), "\(name)")
      }
    }
  }

  @Test func listsTypesThatWeightsCannotHave() throws {
    try WeightFolder.with { folder in
      try folder.copy("float8.bin", as: "pytorch_model.bin")
      let weights = try WeightStore(folder: folder.url)
      #expect(try weights.elementType(of: "small") == "F8_E4M3")
      #expect(try values(weights, "weight") == [1, 1])
      #expect(folder.message().contains("“small” as F8_E4M3; weights can be"))
    }
  }
}
