extension RunSummary {
  /// Writes the summary with its keys sorted, in parts: its lists are as long as the corpus.
  ///
  /// - Parameter sink: Takes the parts one after the other.
  /// - Throws: `EncodingError` if a number is not finite, or what the closure throws.
  func write(to sink: ([UInt8]) throws -> Void) throws {
    var json = JSONText()
    try json.object { json in
      json.key("documents")
      try json.array(documents) { json, id in
        json.value(id)
        try json.handOn(to: sink)
      }
      json.key("faults")
      try json.array(faults) { json, fault in
        fault.write(to: &json)
        try json.handOn(to: sink)
      }
      json.key("formatVersion")
      json.value(formatVersion)
      json.key("leftAlone")
      try json.array(leftAlone) { try $0.value(encoded: $1) }
      json.key("provenance")
      try json.value(encoded: provenance)
      json.key("title")
      json.value(title)
    }
    json.raw("\n")
    try sink(json.bytes)
  }
}

extension RunSummary.Fault {
  fileprivate func write(to json: inout JSONText) {
    json.object { json in
      json.key("isSkipped")
      json.value(isSkipped)
      json.key("message")
      json.value(message)
      json.key("source")
      json.value(source)
    }
  }
}
