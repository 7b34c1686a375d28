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

static void softmax(ptrdiff_t rows, ptrdiff_t columns, float *x, ptrdiff_t stride) {
  // Whole vectors: the padding is inside the row, exp(-infinity) makes it 0.
  ptrdiff_t width = (columns + VECTOR_WIDTH - 1) / VECTOR_WIDTH * VECTOR_WIDTH;
  for (ptrdiff_t row = 0; row < rows; row++) {
    float *p = x + row * stride;
    for (ptrdiff_t i = columns; i < width; i++) p[i] = -__builtin_inff();
    vec largest = splat(-__builtin_inff());
    for (ptrdiff_t i = 0; i < width; i += VECTOR_WIDTH) {
      vec v = load(p + i);
      largest = select((bits)(v > largest), v, largest);
    }
    float maximum = lane_max(largest);
    vec sum = {0};
    for (ptrdiff_t i = 0; i < width; i += VECTOR_WIDTH) {
      vec e = exp_nonpositive(load(p + i) - maximum);
      store(p + i, e);
      sum += e;
    }
    float inverse = 1.0f / lane_sum(sum);
    for (ptrdiff_t i = 0; i < width; i += VECTOR_WIDTH) store(p + i, load(p + i) * inverse);
    for (ptrdiff_t i = columns; i < stride; i++) p[i] = 0;
  }
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

static void layer_norm(ptrdiff_t rows, ptrdiff_t columns, const float *x, const float *gamma,
                       const float *beta, float epsilon, float *normalised,
                       float *inverse_deviation, float *y) {
  const ptrdiff_t part = columns % VECTOR_WIDTH, whole = columns - part;
  for (ptrdiff_t row = 0; row < rows; row++) {
    const float *from = x + row * columns;
    float *kept = normalised + row * columns;
    float *to = y + row * columns;
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
