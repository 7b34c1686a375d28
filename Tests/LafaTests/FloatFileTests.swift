import Foundation
import Lafa
import Testing

struct FloatFileTests {
  @Test func givesBackAnyPartOfWhatItTook() throws {
    let file = try #require(FloatFile())
    let floats = (0..<70_000).map(Float.init)
    #expect(file.append(Array(floats[..<3])) == 0)
    #expect(file.append([]) == 3)
    #expect(file.append(Array(floats[3...])) == 3)
    #expect(file.floats(at: 0, count: 70_000) == floats)
    #expect(file.floats(at: 2, count: 2) == [2, 3])
    #expect(file.floats(at: 69_999, count: 1) == [69_999])
  }

  @Test func leavesNoNameInItsFolder() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    #expect(FloatFile(folder: folder) == nil)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try #require(FloatFile(folder: folder))
    #expect(file.append([1, 2]) == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    #expect(file.floats(at: 1, count: 1) == [2])
  }

  @Test func keepsWhatSeveralThreadsGive() async throws {
    let file = try #require(FloatFile())
    let places = await withTaskGroup(of: (Int, Int?).self) { group in
      for number in 0..<50 {
        group.addTask {
          (number, file.append(Array(repeating: Float(number), count: number + 1)))
        }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    #expect(Set(places.values).count == 50)
    for (number, place) in places {
      #expect(
        file.floats(at: place, count: number + 1)
          == Array(repeating: Float(number), count: number + 1))
    }
  }
}
