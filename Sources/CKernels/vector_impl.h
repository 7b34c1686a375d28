// Vectors of floats in GCC's vector extension, and the functions of one variable on them.
#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")
#define NO_UNROLL _Pragma("clang loop unroll(disable)")

typedef float vec __attribute__((vector_size(VECTOR_WIDTH * 4)));
// Lanes as bits. Unsigned: integer overflow of a hostile NaN's bits must be defined.
typedef unsigned bits __attribute__((vector_size(VECTOR_WIDTH * 4)));
// A vector anywhere in memory.
typedef float loose_vec __attribute__((vector_size(VECTOR_WIDTH * 4), aligned(4), may_alias));

// Two vectors at once.
typedef float wide __attribute__((vector_size(VECTOR_WIDTH * 8)));
typedef unsigned wide_bits __attribute__((vector_size(VECTOR_WIDTH * 8)));
typedef float loose_wide __attribute__((vector_size(VECTOR_WIDTH * 8), aligned(4), may_alias));

INLINE vec load(const float *p) { return *(const loose_vec *)p; }
INLINE void store(float *p, vec x) { *(loose_vec *)p = x; }
// Subtracting zero is dropped by the compiler; adding it would not be (-0).
INLINE vec splat(float x) { return x - (vec){0}; }
INLINE vec select(bits mask, vec yes, vec no) {
  return (vec)(((bits)yes & mask) | ((bits)no & ~mask));
}

// As `select`; a macro, since a function of wides would have no one calling convention.
#define WIDE_SELECT(mask, yes, no) \
  ((wide)(((wide_bits)(yes) & (mask)) | ((wide_bits)(no) & ~(mask))))

// Part of a vector: the first `count` lanes are in memory, the others are 0 and never touched.
INLINE vec load_part(const float *p, ptrdiff_t count) {
  vec x = {0};
  memcpy(&x, p, (size_t)count * sizeof(float));
  return x;
}
INLINE void store_part(float *p, vec x, ptrdiff_t count) {
  memcpy(p, &x, (size_t)count * sizeof(float));
}

// All lanes of a vector as one number: halves are combined until one lane is left, which takes four
// operations that wait for each other instead of fifteen.
typedef float eight_lanes __attribute__((vector_size(32)));
typedef float four_lanes __attribute__((vector_size(16)));
#if VECTOR_WIDTH == 16
#define EIGHT_LANES(x, combine)                                        \
  combine(__builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7),       \
          __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15))
#else
#define EIGHT_LANES(x, combine) x
#endif
#if VECTOR_WIDTH >= 8
#define FOUR_LANES(x, combine)                                        \
  eight_lanes eight = EIGHT_LANES(x, combine);                        \
  four_lanes four = combine(__builtin_shufflevector(eight, eight, 0, 1, 2, 3), \
                            __builtin_shufflevector(eight, eight, 4, 5, 6, 7));
#else
#define FOUR_LANES(x, combine) four_lanes four = x;
#endif
#define FOLD_LANES(name, combine)                                                    \
  INLINE float name(vec x) {                                                         \
    FOUR_LANES(x, combine)                                                           \
    four_lanes two = combine(four, __builtin_shufflevector(four, four, 2, 3, 0, 1)); \
    return combine(two[0], two[1]);                                                  \
  }
#define ADD_LANES(x, y) ((x) + (y))
#define LARGER_LANES(x, y) __builtin_elementwise_max(x, y)
FOLD_LANES(lane_sum, ADD_LANES)
FOLD_LANES(lane_max, LARGER_LANES)

// e^r for |r| <= ln(2) / 2, a vec or a wide: 1 + r + r^2 times a polynomial of degree 4, fitted to
// 3e-9; its halves do not wait for each other.
#define EXP_REMAINDER(r, square)                                                        \
  ((1.0f + (r)) + (square) * ((4.999999345e-1f + 1.666652063e-1f * (r)) +               \
                              (square) * ((4.166838806e-2f + 8.368716951e-3f * (r)) +   \
                                          1.381459782e-3f * (square))))

// exp(x) for x <= 0 (or NaN): 0 below -87, where floats lose precision. Relative error 1e-7.
// 2^n e^r with n the nearest integer to x log2(e), e^r by a polynomial of degree 6.
INLINE vec exp_nonpositive(vec x) {
  const float lowest = -87.0f;
  const float round = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer in the low bits
  vec safe = select((bits)(x < lowest), splat(lowest), x);
  vec shifted = safe * 1.44269504088896341f + round;
  vec t = shifted - round;
  vec r = safe - t * 0.693359375f;
  r = r - t * -2.12194440e-4f;
  vec square = r * r;
  vec p = EXP_REMAINDER(r, square);
  vec y = (vec)((bits)p + ((bits)shifted << 23));
  // NaN is in neither comparison and stays NaN.
  return select((bits)(x >= lowest), y, select((bits)(x < lowest), (vec){0}, x));
}

// GELU(x) = x Phi(x) and its derivative Phi(x) + x phi(x), with one exp and one division. With
// s = |x|, Phi(-s) = R(s) exp(-s^2 / 2), and R(s) (s + 3.6) is a polynomial of degree 8 in
// q = (s - 3.6) / (s + 3.6), fitted to 4.3e-8. Two vectors at once, and sums in pairs: the chains
// of operations that wait for each other are what takes the time.
INLINE void gelu(const wide *x, wide *y, wide *dy) {
  const float cap = 12.8f;          // beyond it Phi(-s) would come near the (slow) denormal floats
  const float round = 12582912.0f;  // as in exp_nonpositive
  wide size = (wide)((wide_bits)*x & 0x7fffffffu);
  size = WIDE_SELECT((wide_bits)(size > cap), cap - (wide){0}, size);
  // exp(-s^2 / 2); where there is FMA, the remainder is that of the unrounded square.
  wide shifted = round - (0.72134752044448171f * size) * size;
  wide t = shifted - round;
  wide r = -(0.5f * size) * size - t * 0.693359375f;
  r = r - t * -2.12194440e-4f;
  wide square = r * r;
  wide e = EXP_REMAINDER(r, square);
  e = (wide)((wide_bits)e + ((wide_bits)shifted << 23));
  wide inverse = 1.0f / (size + 3.6f);
  wide q = 1.0f - 7.2f * inverse;
  wide q2 = q * q, q4 = q2 * q2;
  wide p01 = 7.468860591e-01f - 5.749941963e-01f * q;
  wide p23 = 3.308417056e-01f - 1.302551102e-01f * q;
  wide p45 = 2.502153622e-02f + 4.817162741e-03f * q;
  wide p67 = -3.645009740e-03f - 1.292594235e-04f * q;
  wide p = (p01 + q2 * p23) + q4 * (p45 + q2 * (p67 + 3.343818793e-04f * q2));
  wide tail = p * (inverse * e);
  wide below = tail - (0.39894228040143268f * size) * e;
  wide_bits negative = (wide_bits)(*x < 0.0f);
  *y = WIDE_SELECT(negative, (wide){0}, *x) - size * tail;
  *dy = WIDE_SELECT(negative, below, 1.0f - below);
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
