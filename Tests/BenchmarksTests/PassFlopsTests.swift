import Benchmarks
import Testing

struct PassFlopsTests {
  private static func size(layers: Int) -> EncoderSize {
    EncoderSize(name: "small", hidden: 2, layers: layers, intermediate: 3, heads: 1)
  }

  /// One sequence of 5 tokens, d = 2, f = 3, one layer.
  ///
  /// A linear layer of 5 rows: 4 of 2 × 2 and 2
  /// of 2 × 3, 2 · 5 · (4 · 4 + 2 · 6) = 280, and the same backward. Attention: 6 products of
  /// 5 × 5 × 2, 2 · 50 each: 600. Head: 2 · (2 · 2 + 2 · 2) = 16, twice.
  @Test func countsEveryProductOfAWholeLayer() {
    #expect(PassFlops(Self.size(layers: 1), lengths: [5]).full == 2 * 280 + 600 + 32)
  }

  /// Keys and values for all tokens, 2 · 5 · 8 = 80, the rest for one.
  ///
  /// Query, output and feed-forward block of a row: 2 · (8 + 12) = 40; both again backward.
  /// Attention: 6 products of 1 × 5 × 2: 120.
  @Test func countsOneRowOfTheLastLayer() {
    #expect(PassFlops(Self.size(layers: 1), lengths: [5]).needed == 2 * (80 + 40) + 120 + 32)
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
