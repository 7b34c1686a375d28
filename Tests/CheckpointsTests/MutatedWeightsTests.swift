import Checkpoints
import Foundation
import Testing

/// Good files with a few bytes changed: an error or values, and never a crash.
struct MutatedWeightsTests {
  /// A small generator, since the same mutations must come again.
  struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(max(sides, 1)))
    }
  }

  /// Bytes that mean something: limits, and instructions of a pickle.
  private static let favourites: [UInt8] =
    [0, 1, 0x7F, 0x80, 0xFF] + Array("(.QRXbhjqrstu}])\u{22}0".utf8)

  static func mutated(_ bytes: [UInt8], _ dice: inout Dice) -> [UInt8] {
    var bytes = bytes
    for _ in 0...dice.roll(4) {
      let place = dice.roll(bytes.count)
      switch dice.roll(8) {
      case 0: bytes.removeSubrange(min(place, bytes.count)...)
      case 1: bytes.insert(favourites[dice.roll(favourites.count)], at: place)
      case 2 where !bytes.isEmpty: bytes.remove(at: place)
      case 3 where !bytes.isEmpty:
        let end = min(bytes.count, place + 1 + dice.roll(40))
        bytes.insert(contentsOf: bytes[place..<end], at: dice.roll(bytes.count))
      case 4,
        5 where !bytes.isEmpty:
        if place < bytes.count { bytes[place] = favourites[dice.roll(favourites.count)] }
      default:
        if place < bytes.count { bytes[place] ^= 1 << UInt8(dice.roll(8)) }
      }
    }
    return bytes
  }

  @Test(arguments: ["zip.bin", "old.bin", "protocol4.bin", "expected.safetensors"])
  func neverCrash(_ name: String) throws {
    let bytes = try [UInt8](Data(contentsOf: WeightFolder.fixtures.appending(path: name)))
    var dice = Dice(state: 17)
    var refused = 0
    for _ in 0..<1_500 {
      let data = Data(Self.mutated(bytes, &dice))
      do throws(CheckpointError) {
        try WeightFolder.readAll(WeightStore(data: data, path: name))
      } catch {
        #expect(!error.description.isEmpty)
        refused += 1
      }
    }
    // Most changes hit something that is checked, and none of them everything.
    #expect(refused > 300)
  }
}
