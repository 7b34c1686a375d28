import Testing

import Encoders

/// Buckets of distances against Transformers 5.23, which computes them in single precision.
struct DistanceTests {
  @Test func putsDistancesIntoMPNetsBuckets() {
    // The first distance of each run of MPNetEncoder.relative_position_bucket on −140…140.
    let runs = [
      (-140, 15), (-90, 14), (-63, 13), (-45, 12), (-31, 11), (-22, 10), (-15, 9), (-11, 8),
      (-7, 7), (-6, 6), (-5, 5), (-4, 4), (-3, 3), (-2, 2), (-1, 1), (0, 0), (1, 17), (2, 18),
      (3, 19), (4, 20), (5, 21), (6, 22), (7, 23), (8, 24), (12, 25), (16, 26), (23, 27), (32, 28),
      (46, 29), (64, 30), (91, 31),
    ]
    for distance in -140...140 {
      let expected = runs.last { $0.0 <= distance }?.1
      #expect(DistanceBias.bucket(distance) == expected, "distance \(distance)")
    }
  }

  /// Σ (i + 1) · (bucket + buckets) of make_log_bucket_position on −(maximum − 1)…maximum − 1.
  @Test(
    arguments: [
      (256, 512, 189_001_082), (8, 64, 92_448), (16, 40, 71_242), (32, 128, 1_497_134),
      (64, 1024, 195_961_544),
    ])
  func putsDistancesIntoDeBERTasBuckets(buckets: Int, maximum: Int, expected: Int) {
    let sum = (1 - maximum..<maximum).enumerated().reduce(0) { sum, item in
      let bucket = DistanceIndex.bucket(item.element, buckets: buckets, maximum: maximum)
      return sum + (item.offset + 1) * (bucket + buckets)
    }
    #expect(sum % 1_000_000_007 == expected)
  }
}
