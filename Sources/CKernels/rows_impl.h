// Functions of rows: transpose, softmax and LayerNorm, each backward next to its forward.

// Four floats anywhere in memory.
typedef float quad __attribute__((vector_size(16), aligned(4), may_alias));

// The transpose of 4 x 4 floats, of which only the first `count` rows are there and the others 0.
INLINE void transpose_quads(ptrdiff_t count, const float *source, ptrdiff_t stride, float *out,
                            ptrdiff_t out_stride) {
  quad rows[4], pairs[4];
  UNROLL
  for (int i = 0; i < 4; i++) {
    rows[i] = i < count ? *(const quad *)(source + i * stride) : (quad){0};
  }
  UNROLL
  for (int i = 0; i < 2; i++) {
    pairs[i] = __builtin_shufflevector(rows[2 * i], rows[2 * i + 1], 0, 4, 1, 5);
    pairs[i + 2] = __builtin_shufflevector(rows[2 * i], rows[2 * i + 1], 2, 6, 3, 7);
  }
  UNROLL
  for (int i = 0; i < 2; i++) {
    float *to = out + 2 * i * out_stride;
    *(quad *)to = __builtin_shufflevector(pairs[2 * i], pairs[2 * i + 1], 0, 1, 4, 5);
    *(quad *)(to + out_stride) =
        __builtin_shufflevector(pairs[2 * i], pairs[2 * i + 1], 2, 3, 6, 7);
  }
}

static void transpose(ptrdiff_t rows, ptrdiff_t columns, const float *source, ptrdiff_t stride,
                      float *out, ptrdiff_t out_stride) {
  const ptrdiff_t whole = rows - rows % 4;
  // Where the zeros leave room, the last rows are a square, too.
  const ptrdiff_t squares = rows > whole && whole + 4 <= out_stride ? whole + 4 : whole;
  const ptrdiff_t first = squares < rows ? squares : rows;
  ptrdiff_t column = 0;
  for (; column + 4 <= columns; column += 4) {
    const float *from = source + column;
    float *to = out + column * out_stride;
    for (ptrdiff_t row = 0; row < whole; row += 4) {
      transpose_quads(4, from + row * stride, stride, to + row, out_stride);
    }
    if (squares > whole) {
      transpose_quads(rows - whole, from + whole * stride, stride, to + whole, out_stride);
    }
    for (ptrdiff_t i = 0; i < 4; i++) {
      float *line = to + i * out_stride;
      for (ptrdiff_t row = first; row < rows; row++) line[row] = from[row * stride + i];
      for (ptrdiff_t row = squares > rows ? squares : rows; row < out_stride; row++) line[row] = 0;
    }
  }
  for (; column < columns; column++) {
    float *line = out + column * out_stride;
    for (ptrdiff_t row = 0; row < rows; row++) line[row] = source[row * stride + column];
    for (ptrdiff_t row = rows; row < out_stride; row++) line[row] = 0;
  }
}

// All bits of the first `count` lanes.
INLINE bits first_lanes(ptrdiff_t count) {
  bits lane;
  UNROLL
  for (int i = 0; i < VECTOR_WIDTH; i++) lane[i] = (unsigned)i;
  return (bits)(lane < (unsigned)count);
}

#define SOFTMAX_ROWS 4

// `count` rows at once, since the steps of one wait for each other. Whole vectors are read, of which
// what lies behind `columns` is left out and becomes 0. `count` is a constant where this is inlined.
INLINE void softmax_rows(const int count, ptrdiff_t columns, float *x, ptrdiff_t stride) {
  const ptrdiff_t whole = columns / VECTOR_WIDTH * VECTOR_WIDTH;
  const bits there = first_lanes(columns - whole);
  const int has_part = whole < columns;
  const vec nothing = splat(-__builtin_inff());
  vec last[SOFTMAX_ROWS], largest[SOFTMAX_ROWS], sum[SOFTMAX_ROWS];
  float maximum[SOFTMAX_ROWS], inverse[SOFTMAX_ROWS];
  UNROLL
  for (int r = 0; r < count; r++) {
    last[r] = has_part ? select(there, load(x + r * stride + whole), nothing) : nothing;
    largest[r] = last[r];
    sum[r] = (vec){0};
  }
  for (ptrdiff_t i = 0; i < whole; i += VECTOR_WIDTH) {
    UNROLL
    for (int r = 0; r < count; r++) {
      vec v = load(x + r * stride + i);
      largest[r] = select((bits)(v > largest[r]), v, largest[r]);
    }
  }
  UNROLL
  for (int r = 0; r < count; r++) maximum[r] = lane_max(largest[r]);
  for (ptrdiff_t i = 0; i < whole; i += VECTOR_WIDTH) {
    UNROLL
    for (int r = 0; r < count; r++) {
      vec e = exp_nonpositive(load(x + r * stride + i) - maximum[r]);
      store(x + r * stride + i, e);
      sum[r] += e;
    }
  }
  UNROLL
  for (int r = 0; r < count; r++) {
    last[r] = select(there, exp_nonpositive(last[r] - maximum[r]), (vec){0});
    inverse[r] = 1.0f / lane_sum(sum[r] + last[r]);
  }
  for (ptrdiff_t i = 0; i < whole; i += VECTOR_WIDTH) {
    UNROLL
    for (int r = 0; r < count; r++) {
      store(x + r * stride + i, load(x + r * stride + i) * inverse[r]);
    }
  }
  UNROLL
  for (int r = 0; r < count; r++) {
    float *p = x + r * stride;
    if (has_part) store(p + whole, last[r] * inverse[r]);
    for (ptrdiff_t i = whole + has_part * VECTOR_WIDTH; i < stride; i++) p[i] = 0;
  }
}

static void softmax(ptrdiff_t rows, ptrdiff_t columns, float *x, ptrdiff_t stride) {
  ptrdiff_t row = 0;
  for (; row + SOFTMAX_ROWS <= rows; row += SOFTMAX_ROWS) {
    softmax_rows(SOFTMAX_ROWS, columns, x + row * stride, stride);
  }
  for (; row < rows; row++) softmax_rows(1, columns, x + row * stride, stride);
}

static void softmax_backward(ptrdiff_t rows, const float *p, float *dp, ptrdiff_t stride,
                             float scale) {
  for (ptrdiff_t row = 0; row < rows; row++) {
    const float *probability = p + row * stride;
    float *d = dp + row * stride;
    vec sum = {0};
    // Where p is 0, as in the padding, whatever dp holds there (NaN too) must not spread.
    for (ptrdiff_t i = 0; i < stride; i += VECTOR_WIDTH) {
      vec v = load(probability + i);
      vec term = v * load(d + i);
      sum += select((bits)(v == 0.0f), (vec){0}, term);
    }
    float mean = lane_sum(sum);
    for (ptrdiff_t i = 0; i < stride; i += VECTOR_WIDTH) {
      vec v = load(probability + i);
      vec dx = v * (load(d + i) - mean) * scale;
      store(d + i, select((bits)(v == 0.0f), (vec){0}, dx));
    }
  }
}

// Asks for the row after the next one, to be read (0) or written (1): the rows lie in distant caches,
// and waiting for them took half of the time of LayerNorm.
#define ASK_FOR_ROW(columns, row, write)                       \
  for (ptrdiff_t i = 0; i < (columns); i += 16) {              \
    __builtin_prefetch((row) + 2 * (columns) + i, (write), 3); \
  }

static void layer_norm(ptrdiff_t rows, ptrdiff_t columns, const float *x, const float *gamma,
                       const float *beta, float epsilon, float *normalised,
                       float *inverse_deviation, float *y) {
  const ptrdiff_t part = columns % VECTOR_WIDTH, whole = columns - part;
  for (ptrdiff_t row = 0; row < rows; row++) {
    const float *from = x + row * columns;
    float *kept = normalised + row * columns;
    float *to = y + row * columns;
    ASK_FOR_ROW(columns, from, 0)
    ASK_FOR_ROW(columns, kept, 1)
    vec sum = {0};
    for (ptrdiff_t i = 0; i < whole; i += VECTOR_WIDTH) sum += load(from + i);
    if (part) sum += load_part(from + whole, part);
    float mean = lane_sum(sum) / (float)columns;
    vec squares = {0};
    for (ptrdiff_t i = 0; i < whole; i += VECTOR_WIDTH) {
      vec d = load(from + i) - mean;
      squares += d * d;
    }
    if (part) {
      vec m = splat(mean);
      vec d = load_part(from + whole, part) - load_part((const float *)&m, part);
      squares += d * d;
    }
    float inverse = 1.0f / __builtin_sqrtf(lane_sum(squares) / (float)columns + epsilon);
    inverse_deviation[row] = inverse;
    for (ptrdiff_t i = 0; i < whole; i += VECTOR_WIDTH) {
      vec n = (load(from + i) - mean) * inverse;
      store(kept + i, n);
      store(to + i, n * load(gamma + i) + load(beta + i));
    }
    if (part) {
      vec n = (load_part(from + whole, part) - mean) * inverse;
      store_part(kept + whole, n, part);
      n = n * load_part(gamma + whole, part) + load_part(beta + whole, part);
      store_part(to + whole, n, part);
    }
  }
}

static void layer_norm_backward(ptrdiff_t rows, ptrdiff_t columns, const float *normalised,
                                const float *inverse_deviation, const float *gamma,
                                const float *dy, float *dx) {
  const ptrdiff_t part = columns % VECTOR_WIDTH, whole = columns - part;
  for (ptrdiff_t row = 0; row < rows; row++) {
    const float *kept = normalised + row * columns;
    const float *from = dy + row * columns;
    float *to = dx + row * columns;
    ASK_FOR_ROW(columns, from, 0)
    ASK_FOR_ROW(columns, kept, 0)
    ASK_FOR_ROW(columns, to, 1)
    vec sum = {0}, along = {0};
    for (ptrdiff_t i = 0; i < whole; i += VECTOR_WIDTH) {
      vec d = load(from + i) * load(gamma + i);
      sum += d;
      along += d * load(kept + i);
    }
    if (part) {
      vec d = load_part(from + whole, part) * load_part(gamma + whole, part);
      sum += d;
      along += d * load_part(kept + whole, part);
    }
    float mean = lane_sum(sum) / (float)columns;
    float slope = lane_sum(along) / (float)columns;
    float inverse = inverse_deviation[row];
    for (ptrdiff_t i = 0; i < whole; i += VECTOR_WIDTH) {
      vec d = load(from + i) * load(gamma + i);
      store(to + i, inverse * (d - mean - load(kept + i) * slope));
    }
    if (part) {
      vec d = load_part(from + whole, part) * load_part(gamma + whole, part);
      d = inverse * (d - mean - load_part(kept + whole, part) * slope);
      store_part(to + whole, d, part);
    }
  }
}
