import CKernels
import Testing

struct KernelProductTests {
  /// Rows, columns and depth: single ones, odd ones, several depth blocks, several L2 blocks.
  static let shapes = [
    (1, 1, 1), (1, 7, 3), (2, 64, 8), (3, 65, 9), (5, 63, 16), (6, 128, 384), (7, 33, 385),
    (8, 100, 31), (13, 17, 800), (25, 512, 128), (37, 1, 50), (4, 1030, 700), (11, 48, 0),
  ]

  @Test(arguments: InstructionSet.available)
  func multipliesLikeADoubleLoop(_ set: InstructionSet) async {
    await #expect(processExitsWith: .success) { [set] in
      set.select()
      for (rows, columns, depth) in Self.shapes {
        for (gap, transposed) in [(0, false), (0, true), (5, false), (5, true)] {
          var call = ProductCall(
            rows: rows, columns: columns, depth: depth, gap: gap, transposed: transposed)
          call.run()
          #expect(call.firstDifference() == nil, "\(rows) x \(columns) x \(depth), gap \(gap)")
          #expect(call.c.isIntact, "\(rows) x \(columns) x \(depth), gap \(gap)")
        }
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func addsTheBiasAndReadsTheAuxiliary(_ set: InstructionSet) async {
    await #expect(processExitsWith: .success) { [set] in
      set.select()
      for (rows, columns, depth) in Self.shapes {
        for operation in [LAFA_STORE, LAFA_MULTIPLY, LAFA_ADD] {
          var call = ProductCall(rows: rows, columns: columns, depth: depth, gap: 2)
          call.addBias()
          if operation != LAFA_STORE { call.addAuxiliary() }
          call.operation = operation
          call.run()
          let difference = call.firstDifference { value, row, column in
            let other = Double(call.auxiliary?[row, column] ?? 0)
            return operation == LAFA_MULTIPLY ? value * other : value + other
          }
          #expect(difference == nil, "\(operation) of \(rows) x \(columns) x \(depth)")
          #expect(call.c.isIntact && call.auxiliary?.isIntact != false)
        }
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func addsToAndMultipliesItself(_ set: InstructionSet) async {
    await #expect(processExitsWith: .success) { [set] in
      set.select()
      for (rows, columns, depth) in Self.shapes {
        for operation in [LAFA_MULTIPLY, LAFA_ADD] {
          var call = ProductCall(rows: rows, columns: columns, depth: depth, gap: 2)
          call.addBias()
          call.operation = operation
          let before = call.c
          call.run(inPlace: true)
          let difference = call.firstDifference { value, row, column in
            let other = Double(before[row, column])
            return operation == LAFA_MULTIPLY ? value * other : value + other
          }
          #expect(difference == nil, "\(operation) of \(rows) x \(columns) x \(depth)")
          #expect(call.c.isIntact)
        }
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func givesARowTheSameBytesWhateverItsNeighbours(_ set: InstructionSet) async {
    await #expect(processExitsWith: .success) { [set] in
      set.select()
      for (columns, depth) in [(70, 40), (128, 384), (65, 801)] {
        for operation in [LAFA_STORE, LAFA_GELU, LAFA_GELU_TANH, LAFA_MULTIPLY, LAFA_ADD] {
          var whole = ProductCall(rows: 17, columns: columns, depth: depth)
          whole.addBias()
          if operation != LAFA_STORE { whole.addAuxiliary() }
          whole.operation = operation
          let fresh = whole
          whole.run()
          for rows in [0..<1, 3..<10, 9..<17, 16..<17, 2..<8] {
            var part = fresh
            part.run(rows: rows)
            for row in rows {
              #expect(part.c.bits(ofRow: row) == whole.c.bits(ofRow: row))
              #expect(part.auxiliary?.bits(ofRow: row) == whole.auxiliary?.bits(ofRow: row))
            }
          }
        }
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func givesARowTheSameBytesWhenInPlace(_ set: InstructionSet) async {
    await #expect(processExitsWith: .success) { [set] in
      set.select()
      for (columns, depth) in [(70, 40), (65, 801)] {
        for operation in [LAFA_MULTIPLY, LAFA_ADD] {
          var whole = ProductCall(rows: 17, columns: columns, depth: depth)
          whole.operation = operation
          let fresh = whole
          whole.run(inPlace: true)
          for rows in [0..<1, 3..<10, 9..<17] {
            var part = fresh
            part.run(rows: rows, inPlace: true)
            for row in rows { #expect(part.c.bits(ofRow: row) == whole.c.bits(ofRow: row)) }
            #expect(part.c.bits(ofRow: 2) == fresh.c.bits(ofRow: 2))
          }
        }
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func packsExactlyTheCountedFloats(_ set: InstructionSet) async {
    await #expect(processExitsWith: .success) { [set] in
      set.select()
      for (_, columns, depth) in Self.shapes {
        let call = ProductCall(rows: 1, columns: columns, depth: depth)
        let sum = call.packed.reduce(0) { $0 + abs(Double($1)) }
        var wanted = 0.0
        for k in 0..<depth {
          for column in 0..<columns { wanted += abs(Double(call.b[k, column])) }
        }
        // Every element once and zeros elsewhere; a canary that was not overwritten is NaN.
        #expect(abs(sum - wanted) <= 1e-9 * (1 + wanted))
      }
    }
  }

  @Test func fallsBackToASetTheProcessorHas() async {
    await #expect(processExitsWith: .success) {
      let best = lafa_select_isa(LAFA_ISA_BEST)
      #expect(lafa_select_isa(LAFA_ISA_AVX512).rawValue <= best.rawValue)
      #expect(lafa_select_isa(LAFA_ISA_BASELINE) == LAFA_ISA_BASELINE)
      #expect(lafa_vector_width() == 4)
      #expect(lafa_selected_isa() == LAFA_ISA_BASELINE)
      #expect(lafa_select_isa(LAFA_ISA_BEST) == best)
    }
  }
}
