import Benchmarks
import Testing

struct PassFlopsTests {
  private static func size(layers: Int) -> EncoderSize {
    EncoderSize(name: "small", hidden: 2, layers: layers, intermediate: 3, heads: 2)
  }

  /// One sequence of 5 tokens, d = 2, f = 3, one layer.
  ///
  /// A linear layer of 5 rows: 4 of 2 × 2 and 2
  /// of 2 × 3, 2 · 5 · (4 · 4 + 2 · 6) = 280, and the same backward. Attention: 6 products of
  /// 5 × 5 × 2, 2 · 50 each: 600. Head: 2 · (2 · 2 + 2 · 2) = 16, twice.
  @Test func countsEveryProductOfAWholeLayer() {
    #expect(PassFlops(Self.size(layers: 1), lengths: [5]).full == 2 * 280 + 600 + 32)
  }

  /// All linear layers for one row, and each head's attention over whole states.
  ///
  /// Query, key, value and output 2 · 4 · 4 = 32, feed-forward block 2 · 12 = 24; both again
  /// backward. Attention: 6 products of 1 × 5 × 2 for each of two heads: 240.
  @Test func countsOneRowOfTheLastLayer() {
    #expect(PassFlops(Self.size(layers: 1), lengths: [5]).needed == 2 * (32 + 24) + 240 + 32)
  }

  @Test func needsTheOtherLayersWhole() {
    let (one, two) = (Self.size(layers: 1), Self.size(layers: 2))
    let lengths = [5, 3]
    let layer = PassFlops(two, lengths: lengths).full - PassFlops(one, lengths: lengths).full
    #expect(
      PassFlops(two, lengths: lengths).needed
        == PassFlops(one, lengths: lengths).needed + layer)
  }
}
