import Foundation
import Testing

/// The answers to files that were made to do harm.
struct HostileWeightsTests {
  static let answers: [String: String] = {
    let file = WeightFolder.fixtures.appending(path: "hostile/hostile.json")
    let data = (try? Data(contentsOf: file)) ?? Data()
    return (try? JSONDecoder().decode([String: String].self, from: data)) ?? [:]
  }()

  @Test func hasACorpus() {
    #expect(Self.answers.count >= 80)
  }

  @Test(arguments: answers.keys.sorted())
  func answersWithTheSentence(_ name: String) throws {
    let answer = try #require(Self.answers[name])
    try WeightFolder.with { folder in
      let isTorch = name.hasSuffix(".bin")
      let target = isTorch ? "pytorch_model.bin" : "model.safetensors"
      try folder.copy("hostile/\(name)", as: target)
      let message = folder.message()
      // No answer stands for a file that is strange and right.
      let isRight = answer.isEmpty ? message.isEmpty : message.contains(answer)
      #expect(isRight, "\(name): \(message)")
      #expect(message.isEmpty || message.hasPrefix(target), "\(name): \(message)")
    }
  }

  @Test func saysWhatToDoAboutAProgram() throws {
    try WeightFolder.with { folder in
      try folder.copy("hostile/global.bin", as: "pytorch_model.bin")
      #expect(
        folder.message() == """
          pytorch_model.bin is refused: at byte 2 of its pickle, it names the global os.system, \
          which no tensor needs. Only tensors are read from a .bin file; save the model with \
          save_pretrained(), which writes model.safetensors.
          """)
    }
  }
}
