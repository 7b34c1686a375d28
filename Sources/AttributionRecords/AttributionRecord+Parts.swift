extension AttributionRecord {
  /// Checks that the fields lie in the text, one after the other, and hold all words.
  func validateFields(file: String) throws(RecordError) {
    guard !fields.isEmpty else { return }
    let length = text.unicodeScalars.count
    var position = 0
    for field in fields {
      guard position <= field.start, field.start <= field.end, field.end <= length else {
        throw .inconsistent(
          file: file,
          detail: "field “\(field.name)” lies outside the text or overlaps the field before it")
      }
      position = field.end
    }
    var current = 0
    for (index, word) in words.enumerated() {
      while current < fields.count, fields[current].end < word.end { current += 1 }
      guard current < fields.count, fields[current].start <= word.start else {
        throw .inconsistent(file: file, detail: "word \(index) lies in no field")
      }
    }
  }

  /// Checks that entities belong to the task, lie in the text and have labels that exist.
  func validateEntities(file: String) throws(RecordError) {
    let isTagged = prediction.task == .tokenLabels
    guard isTagged || prediction.entities.isEmpty else {
      throw .inconsistent(file: file, detail: "only a task of token labels has entities")
    }
    guard explanations.allSatisfy({ ($0.target != nil) == isTagged }) else {
      throw .inconsistent(
        file: file, detail: "an explanation of token labels has an entity, and others have none")
    }
    let length = text.unicodeScalars.count
    for entity in prediction.entities + explanations.compactMap(\.target) {
      guard
        0 <= entity.firstWord, entity.firstWord < entity.endWord, entity.endWord <= words.count,
        0 <= entity.start, entity.start < entity.end, entity.end <= length
      else {
        throw .inconsistent(file: file, detail: "entity “\(entity.label)” lies outside the text")
      }
      guard prediction.outputs.indices.contains(entity.output) else {
        throw .inconsistent(
          file: file, detail: "entity “\(entity.label)” has a label that does not exist")
      }
      guard (0...1).contains(entity.probability) else {
        throw .inconsistent(file: file, detail: "a probability is not between 0 and 1")
      }
    }
  }
}
