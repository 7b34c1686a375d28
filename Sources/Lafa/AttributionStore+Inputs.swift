extension AttributionStore {
  /// The number of each document's input, which documents with the same tokens share.
  ///
  /// Of the inputs only a hash is kept; where one occurs again, the tokens are compared.
  var inputs: [Int32] {
    /// The first document with each hash; a collision goes on with the hash's successor.
    var first: [UInt64: Int32] = [:]
    first.reserveCapacity(count)
    var numbers: [Int32] = []
    numbers.reserveCapacity(count)
    var distinct: Int32 = 0
    for index in 0..<count {
      var hash = withTokens(index, Self.hash)
      while let found = first[hash], !haveSameTokens(Int(found), index) { hash &+= 1 }
      if let found = first[hash] {
        numbers.append(numbers[Int(found)])
      } else {
        first[hash] = Int32(index)
        numbers.append(distinct)
        distinct += 1
      }
    }
    return numbers
  }

  private func haveSameTokens(_ a: Int, _ b: Int) -> Bool {
    withTokens(a) { a in
      withTokens(b) { b in a.lazy.map(Self.id).elementsEqual(b.lazy.map(Self.id)) }
    }
  }

  /// FNV-1a over the token ids.
  private static func hash(_ tokens: ArraySlice<UInt32>) -> UInt64 {
    tokens.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64(id($1))) &* 0x100_0000_01B3 }
  }
}
