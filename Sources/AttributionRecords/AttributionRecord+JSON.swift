extension AttributionRecord {
  /// Writes the record with its keys sorted.
  ///
  /// Tokens, words and explanations are nearly all of a record and are written here, many times
  /// faster than by `JSONEncoder`; it writes the small rest.
  func write(to json: inout JSONText) throws {
    try json.object { json in
      json.key("coverage")
      try json.value(encoded: coverage)
      if let encoding {
        json.key("encoding")
        json.value(encoding)
      }
      json.key("explanations")
      try json.array(explanations) { try $1.write(to: &$0) }
      json.key("fields")
      try json.value(encoded: fields)
      json.key("formatVersion")
      json.value(formatVersion)
      json.key("gold")
      json.array(gold) { $0.value($1) }
      json.key("id")
      json.value(id)
      json.key("omittedExplanations")
      json.value(omittedExplanations)
      if let origins {
        json.key("origins")
        origins.write(to: &json)
      }
      json.key("prediction")
      try json.value(encoded: prediction)
      json.key("provenance")
      try json.value(encoded: provenance)
      json.key("sha256")
      json.value(sha256)
      json.key("source")
      json.value(source)
      json.key("text")
      json.value(text)
      json.key("title")
      json.value(title)
      json.key("tokens")
      json.array(tokens) { $1.write(to: &$0) }
      json.key("words")
      json.array(words) { $1.write(to: &$0) }
    }
  }
}

extension TextOrigins {
  fileprivate func write(to json: inout JSONText) {
    json.object { json in
      json.key("references")
      json.array(references) { $0.value($1) }
      json.key("runs")
      json.array(runs) { $0.value($1) }
    }
  }
}

extension RecordedToken {
  fileprivate func write(to json: inout JSONText) {
    json.object { json in
      json.key("end")
      json.value(end)
      json.key("id")
      json.value(id)
      json.key("piece")
      json.value(piece)
      json.key("start")
      json.value(start)
    }
  }
}

extension RecordedWord {
  fileprivate func write(to json: inout JSONText) {
    json.object { json in
      json.key("end")
      json.value(end)
      json.key("endToken")
      json.value(endToken)
      json.key("firstToken")
      json.value(firstToken)
      json.key("start")
      json.value(start)
    }
  }
}

extension Explanation {
  fileprivate func write(to json: inout JSONText) throws {
    try json.object { json in
      if let contrast {
        json.key("contrast")
        try json.value(encoded: contrast)
      }
      if let faithfulness {
        json.key("faithfulness")
        try json.value(encoded: faithfulness)
      }
      if let gap {
        json.key("gap")
        try json.value(gap)
      }
      json.key("neighbours")
      try json.array(neighbours) { try $1.write(to: &$0) }
      json.key("others")
      try json.array(others) { try $1.write(to: &$0) }
      json.key("output")
      json.value(output)
      json.key("own")
      try json.array(own) { try $0.value($1) }
      if let pool {
        json.key("pool")
        try json.array(pool) { try $0.value($1) }
      }
      json.key("quality")
      try json.value(encoded: quality)
      json.key("scalar")
      json.value(scalar)
      json.key("scores")
      try json.array(scores) { try $0.value($1) }
      if let sources {
        json.key("sources")
        try json.array(sources) { json, list in
          try json.array(list) { try $1.write(to: &$0) }
        }
      }
      if let target {
        json.key("target")
        try json.value(encoded: target)
      }
    }
  }
}

extension WordSource {
  fileprivate func write(to json: inout JSONText) throws {
    try json.object { json in
      json.key("end")
      json.value(end)
      json.key("neighbour")
      json.value(neighbour)
      json.key("start")
      json.value(start)
      json.key("value")
      try json.value(value)
      json.key("word")
      json.value(word)
    }
  }
}

extension OtherScores {
  fileprivate func write(to json: inout JSONText) throws {
    try json.object { json in
      if let gap {
        json.key("gap")
        try json.value(gap)
      }
      json.key("method")
      json.value(method)
      json.key("scores")
      try json.array(scores) { try $0.value($1) }
    }
  }
}

extension Neighbour {
  fileprivate func write(to json: inout JSONText) throws {
    try json.object { json in
      if let agrees {
        json.key("agrees")
        json.value(agrees)
      }
      json.key("distance")
      try json.value(distance)
      json.key("excerpt")
      try excerpt.write(to: &json)
      json.key("id")
      json.value(id)
      json.key("label")
      json.value(label)
      if let probability {
        json.key("probability")
        try json.value(probability)
      }
      json.key("shares")
      try json.array(shares) { try $0.value($1) }
      json.key("title")
      json.value(title)
      if let value {
        json.key("value")
        try json.value(encoded: value)
      }
    }
  }
}

extension Excerpt {
  fileprivate func write(to json: inout JSONText) throws {
    try json.object { json in
      json.key("cutAfter")
      json.value(cutAfter)
      json.key("cutBefore")
      json.value(cutBefore)
      json.key("maximum")
      try json.value(maximum)
      json.key("text")
      json.value(text)
      json.key("words")
      try json.array(words) { json, word in
        try json.object { json in
          json.key("end")
          json.value(word.end)
          json.key("score")
          try json.value(word.score)
          json.key("start")
          json.value(word.start)
        }
      }
    }
  }
}
