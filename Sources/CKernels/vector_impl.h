// Vectors of floats in GCC's vector extension, and the functions of one variable on them.
#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")
#define NO_UNROLL _Pragma("clang loop unroll(disable)")

typedef float vec __attribute__((vector_size(VECTOR_WIDTH * 4)));
// Lanes as bits. Unsigned: integer overflow of a hostile NaN's bits must be defined.
typedef unsigned bits __attribute__((vector_size(VECTOR_WIDTH * 4)));
// A vector anywhere in memory.
typedef float loose_vec __attribute__((vector_size(VECTOR_WIDTH * 4), aligned(4), may_alias));

INLINE vec load(const float *p) { return *(const loose_vec *)p; }
INLINE void store(float *p, vec x) { *(loose_vec *)p = x; }
// Subtracting zero is dropped by the compiler; adding it would not be (-0).
INLINE vec splat(float x) { return x - (vec){0}; }
INLINE vec select(bits mask, vec yes, vec no) {
  return (vec)(((bits)yes & mask) | ((bits)no & ~mask));
}

// Part of a vector: the first `count` lanes are in memory, the others are 0 and never touched.
INLINE vec load_part(const float *p, ptrdiff_t count) {
  vec x = {0};
  memcpy(&x, p, (size_t)count * sizeof(float));
  return x;
}
INLINE void store_part(float *p, vec x, ptrdiff_t count) {
  memcpy(p, &x, (size_t)count * sizeof(float));
}

// The sum of all lanes, from the first to the last.
INLINE float lane_sum(vec x) {
  float sum = 0;
  UNROLL
  for (int i = 0; i < VECTOR_WIDTH; i++) sum += x[i];
  return sum;
}

// exp(x) for x <= 0 (or NaN): 0 below -87, where floats lose precision. Relative error 1e-7.
// 2^n e^r with n the nearest integer to x log2(e), e^r by the degree-5 minimax of Cephes' expf.
INLINE vec exp_nonpositive(vec x) {
  const float lowest = -87.0f;
  const float round = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer in the low bits
  vec safe = select((bits)(x < lowest), splat(lowest), x);
  vec shifted = safe * 1.44269504088896341f + round;
  bits n = (bits)shifted - (bits)splat(round);
  vec t = shifted - round;
  vec r = safe - t * 0.693359375f;
  r = r - t * -2.12194440e-4f;
  vec p = splat(1.9875691500e-4f);
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  vec y = (vec)((bits)p + (n << 23));
  // NaN is in neither comparison and stays NaN.
  return select((bits)(x >= lowest), y, select((bits)(x < lowest), (vec){0}, x));
}

// GELU(x) = x Phi(x) and its derivative Phi(x) + x phi(x), with one exp and one division.
// Phi(-|x|) = erfcx(z) exp(-z^2) / 2 with z = |x| / sqrt(2); erfcx(z) (1 + 2z) is a polynomial of
// degree 9 in (z - 2) / (z + 2), fitted to 1.3e-8.
INLINE void gelu(vec x, vec *y, vec *dy) {
  const float cap = 12.8f;  // beyond it Phi(-x) would come near the (slow) denormal floats
  vec from_below = select((bits)(x < -cap), splat(-cap), x);
  vec capped = select((bits)(from_below > cap), splat(cap), from_below);
  vec size = (vec)((bits)capped & 0x7fffffffu);
  vec z = size * 0.70710678118654752f;
  vec half = 0.5f * size;
  vec square = half * size;
  vec e = exp_nonpositive(-square);
  vec rounding = half * size - square;  // where this is one FMA: what rounding took from `square`
  e = e - e * rounding;
  vec d1 = 2.0f * z + 1.0f;
  vec d2 = z + 2.0f;
  vec inverse = 1.0f / (d1 * d2);
  vec q = (z - 2.0f) * inverse * d1;
  vec p = splat(-4.017179116e-04f);
  p = p * q - 1.231880540e-03f;
  p = p * q + 1.313725045e-03f;
  p = p * q + 8.633274289e-03f;
  p = p * q - 8.059599912e-03f;
  p = p * q - 5.420471211e-02f;
  p = p * q + 1.640552671e-01f;
  p = p * q - 1.660313896e-01f;
  p = p * q - 9.276397667e-02f;
  p = p * q + 1.276978393e+00f;
  vec tail = 0.5f * p * (d2 * inverse) * e;
  vec cdf = select((bits)(x < 0.0f), tail, 1.0f - tail);
  *y = from_below * cdf;
  *dy = cdf + capped * e * 0.39894228040143268f;
}

// The GELU by tanh, x s(u) with s the logistic function and u = 2 sqrt(2/pi) (x + 0.044715 x^3),
// and its derivative s + x s (1 - s) u'.
INLINE void gelu_tanh(vec x, vec *y, vec *dy) {
  const float cap = 12.0f;  // beyond it s is 0 or 1 in float
  vec from_below = select((bits)(x < -cap), splat(-cap), x);
  vec capped = select((bits)(from_below > cap), splat(cap), from_below);
  vec square = capped * capped;
  vec u = capped * (square * 0.0713548162726f + 1.59576912160573f);
  vec slope = square * 0.2140644488178f + 1.59576912160573f;
  vec e = exp_nonpositive((vec)((bits)u | 0x80000000u));  // of -|u|, so that it cannot overflow
  vec inverse = 1.0f / (1.0f + e);
  vec small = e * inverse;
  vec s = select((bits)(x < 0.0f), small, inverse);
  *y = from_below * s;
  *dy = s + capped * small * inverse * slope;
}

// max(x, 0), and its derivative, which is 0 at 0. NaN stays NaN.
INLINE void relu(vec x, vec *y, vec *dy) {
  bits off = (bits)(x <= 0.0f);
  *y = select(off, (vec){0}, x);
  *dy = select(off, (vec){0}, splat(1.0f));
}
