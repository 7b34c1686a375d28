import Checkpoints
import Foundation
import Testing

/// Pickles of random instructions that are followed, and tensors of random numbers.
///
/// Changed bytes seldom get past the first refusal; these reach what builds tensors.
struct RandomPickleTests {
  private static func text(_ string: String) -> [UInt8] {
    [0x8C, UInt8(string.utf8.count)] + string.utf8
  }

  private static func global(_ name: String) -> [UInt8] {
    let parts = name.split(separator: " ")
    return Array("c\(parts[0])\n\(parts[1])\n".utf8)
  }

  private static let names = [
    "torch FloatStorage", "torch Size", "torch uint16", "torch.storage UntypedStorage",
    "torch._utils _rebuild_tensor_v2", "torch._utils _rebuild_tensor_v3",
    "torch._utils _rebuild_parameter", "collections OrderedDict",
  ]

  private static let storage: [UInt8] =
    [0x28] + text("storage") + global(names[0]) + text("0") + text("cpu") + [0x4B, 4, 0x74, 0x51]

  /// Numbers at the limits: 0 to 4, 255, the largest, -1 and 2⁶².
  private static let numbers: [[UInt8]] = [
    [0x4B, 0], [0x4B, 1], [0x4B, 2], [0x4B, 3], [0x4B, 4], [0x4B, 255], [0x8A, 1, 0xFF],
    [0x8A, 8, 255, 255, 255, 255, 255, 255, 255, 0x7F], [0x8A, 8, 0, 0, 0, 0, 0, 0, 0, 0x40],
  ]

  private static let pieces: [[UInt8]] =
    "(t)}]aesuRbQN".utf8.map { [$0] } + [[0x85], [0x86], [0x87], [0x88], [0x89], [0x94]]
    + [[0x71, 1], [0x68, 1], [0x71, 2], [0x68, 2], storage]
    + ["storage", "w", "0", "cpu"].map(text) + names.map(global) + numbers

  private static func tensor(_ dice: inout MutatedWeightsTests.Dice) -> [UInt8] {
    func number() -> [UInt8] { numbers[dice.roll(numbers.count)] }
    let dimensions = dice.roll(4)
    var bytes = [0x7D] + text("w") + global(names[4]) + [0x28] + storage + number()
    for _ in 0..<2 {
      bytes += [0x28] + (0..<dimensions).flatMap { _ in number() } + [0x74]
    }
    return bytes + [0x89, 0x7D, 0x74, 0x52, 0x73]
  }

  @Test func neverCrash() throws {
    let old = WeightFolder.fixtures.appending(path: "hostile/old_storage_size.bin")
    let bytes = try Data(contentsOf: old)
    // What stands in front of the state dict, up to the second pickle's end but one.
    let start = try #require(bytes.firstRange(of: Data([0x88, 0x73, 0x2E]))).upperBound
    let end: [UInt8] =
      [0x2E, 0x80, 2, 0x5D] + Self.text("0") + [0x61, 0x2E, 4] + .init(repeating: 0, count: 23)
    var dice = MutatedWeightsTests.Dice(state: 23)
    var opened = 0
    for _ in 0..<20_000 {
      var body: [UInt8] = [0x80, 2]
      if dice.roll(2) == 0 {
        body += Self.tensor(&dice)
      } else {
        for _ in 0..<dice.roll(30) { body += Self.pieces[dice.roll(Self.pieces.count)] }
      }
      do throws(CheckpointError) {
        let data = bytes[..<start] + Data(body + end)
        let weights = try WeightStore(data: data, path: "pytorch_model.bin")
        opened += 1
        try WeightFolder.readAll(weights)
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
    #expect(opened > 100)
  }
}
