// The multiply-add loop for one vector width: VECTOR_WIDTH floats, SUMS sums, PEAK_NAME.
// OPAQUE(sum) keeps a sum in its register and from the compiler, which would else leave out a sum
// that does not change (1 does not) or carry them from register to register.
// The result of an operation is there after about four cycles, and processors begin two to four
// of them a cycle: twelve sums keep two units busy, twenty-four keep four.

static double PEAK_NAME(long long rounds, float *sink) {
  typedef float vector __attribute__((vector_size(VECTOR_WIDTH * sizeof(float))));
  vector sums[SUMS];
  const vector factor = 0.999999f - (vector){0};
  const vector term = 0.000001f - (vector){0};
#pragma clang loop unroll(full)
  for (int i = 0; i < SUMS; i++) {
    sums[i] = (float)i - (vector){0};
    OPAQUE(sums[i]);
  }
#pragma clang loop unroll(disable)
  for (long long round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < SUMS; i++) {
      sums[i] = sums[i] * factor + term;
      OPAQUE(sums[i]);
    }
  }
  vector total = {0};
#pragma clang loop unroll(full)
  for (int i = 0; i < SUMS; i++) total += sums[i];
  *sink = total[0];
  return 2.0 * VECTOR_WIDTH * SUMS * (double)rounds;
}

#undef PEAK_NAME
#undef VECTOR_WIDTH
#undef SUMS
