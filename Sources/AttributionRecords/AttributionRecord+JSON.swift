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
      RecordedToken.Columns(tokens).write(to: &json)
      json.key("words")
      RecordedWord.Columns(words).write(to: &json)
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

extension RecordedToken.Columns {
  fileprivate func write(to json: inout JSONText) {
    json.object { json in
      json.key("ends")
      json.array(ends) { $0.value($1) }
      json.key("ids")
      json.array(ids) { $0.value($1) }
      json.key("pieces")
      json.array(pieces) { $0.value($1) }
      json.key("starts")
      json.array(starts) { $0.value($1) }
    }
  }
}

extension RecordedWord.Columns {
  fileprivate func write(to json: inout JSONText) {
    json.object { json in
      json.key("endTokens")
      json.array(endTokens) { $0.value($1) }
      json.key("ends")
      json.array(ends) { $0.value($1) }
      json.key("firstTokens")
      json.array(firstTokens) { $0.value($1) }
      json.key("starts")
      json.array(starts) { $0.value($1) }
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
      try Neighbour.Columns(neighbours).write(to: &json)
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

extension Neighbour.Columns {
  fileprivate func write(to json: inout JSONText) throws {
    try json.object { json in
      if let agree {
        json.key("agree")
        json.array(agree) { $0.value($1) { $0.value($1) } }
      }
      json.key("distances")
      try json.array(distances) { try $0.value($1) }
      json.key("excerpts")
      excerpts.write(to: &json)
      json.key("ids")
      json.array(ids) { $0.value($1) }
      json.key("labels")
      json.array(labels) { $0.value($1) }
      if let probabilities {
        json.key("probabilities")
        try json.array(probabilities) { try $0.value($1) { try $0.value($1) } }
      }
      json.key("shares")
      try json.array(shares) { try $0.array($1) { try $0.value($1) } }
      if let titles {
        json.key("titles")
        json.array(titles) { $0.value($1) }
      }
      if let values {
        json.key("values")
        try json.value(encoded: values)
      }
    }
  }
}

extension Neighbour.Excerpts {
  fileprivate func write(to json: inout JSONText) {
    func write(_ lists: [[Int]], to json: inout JSONText) {
      json.array(lists) { $0.array($1) { $0.value($1) } }
    }
    json.object { json in
      if let cutAfter {
        json.key("cutAfter")
        json.array(cutAfter) { $0.value($1) }
      }
      if let cutBefore {
        json.key("cutBefore")
        json.array(cutBefore) { $0.value($1) }
      }
      json.key("ends")
      write(ends, to: &json)
      json.key("percents")
      write(percents, to: &json)
      json.key("starts")
      write(starts, to: &json)
      json.key("texts")
      json.array(texts) { $0.value($1) }
    }
  }
}
