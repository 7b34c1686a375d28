// The inner loop of the product, and what happens to a tile of C after it.

#define PANEL (VECTOR_WIDTH * PANEL_VECTORS)

// Unrolled steps save the loop's own instructions (5 % on Zen 3). Clang would move loads across steps
// and spill sums (half of AVX2's speed, 2 % of AVX-512's): a barrier after each step keeps the sums in
// their registers. The baseline is not unrolled.
#if VECTOR_WIDTH >= 8
#define UNROLL_DEPTH UNROLL
#define HOLD(sum) __asm__ volatile("" : "+v"(sum) : : "memory")
#else
#define UNROLL_DEPTH NO_UNROLL
#define HOLD(sum)
#endif

// What a tile does with its sums before they are stored, in this order; what is NULL is left out.
typedef struct {
  int accumulate;       // adds what C holds
  const float *bias;    // adds PANEL floats to every row
  const float *term;    // adds rows x PANEL floats
  const float *factor;  // multiplies by rows x PANEL floats
  ptrdiff_t stride;     // of term and factor
  // What is asked for while a tile is computed, bit by bit each DEPTH_UNROLL steps, so that the
  // requests never fill the processor's buffers at once: a line of B, and a row of C and of this.
  const float *ahead;
  ptrdiff_t ahead_step;    // floats from one line to the next
  const float *auxiliary;  // rows x PANEL floats that the epilogue reads or writes, or NULL
} tile_end;

// C (rows x PANEL) = A B and its end. A is packed as [depth / DEPTH_UNROLL][rows][DEPTH_UNROLL],
// B as [depth][PANEL]. `rows` is a constant where this is inlined.
INLINE void tile_sums(const int rows, ptrdiff_t depth, const float *restrict a,
                      const float *restrict b, float *c, ptrdiff_t c_stride,
                      const tile_end *end) {
  vec sum[TILE_ROWS][PANEL_VECTORS];
  UNROLL
  for (int i = 0; i < rows; i++) {
    UNROLL
    for (int j = 0; j < PANEL_VECTORS; j++) sum[i][j] = (vec){0};
  }
  const float *ahead = end->ahead, *row = c;
  const float *auxiliary = end->auxiliary ? end->auxiliary : c;
  const ptrdiff_t auxiliary_stride = end->auxiliary ? end->stride : c_stride;
  int left = rows;
  NO_UNROLL
  for (ptrdiff_t k = 0; k < depth; k += DEPTH_UNROLL) {
    UNROLL_DEPTH
    for (ptrdiff_t u = 0; u < DEPTH_UNROLL; u++) {
      vec line[PANEL_VECTORS];
      UNROLL
      for (int j = 0; j < PANEL_VECTORS; j++) line[j] = load(b + u * PANEL + j * VECTOR_WIDTH);
      UNROLL
      for (int i = 0; i < rows; i++) {
        vec factor = splat(a[i * DEPTH_UNROLL + u]);
        UNROLL
        for (int j = 0; j < PANEL_VECTORS; j++) sum[i][j] += factor * line[j];
      }
      UNROLL
      for (int i = 0; i < rows; i++) {
        UNROLL
        for (int j = 0; j < PANEL_VECTORS; j++) HOLD(sum[i][j]);
      }
    }
    __builtin_prefetch(ahead, 0, 2);
    ahead += end->ahead_step;
    if (left > 0) {
      UNROLL
      for (int j = 0; j < PANEL; j += 16) {
        __builtin_prefetch(row + j, 1, 3);
        __builtin_prefetch(auxiliary + j, 1, 3);
      }
      row += c_stride;
      auxiliary += auxiliary_stride;
      left--;
    }
    a += rows * DEPTH_UNROLL;
    b += PANEL * DEPTH_UNROLL;
  }
#define END_WITH(operator, from, stride)                                             \
  UNROLL                                                                             \
  for (int i = 0; i < rows; i++) {                                                   \
    UNROLL                                                                           \
    for (int j = 0; j < PANEL_VECTORS; j++) {                                        \
      sum[i][j] = sum[i][j] operator load((from) + i * (stride) + j * VECTOR_WIDTH); \
    }                                                                                \
  }
  if (end->accumulate) END_WITH(+, c, c_stride)
  if (end->bias) END_WITH(+, end->bias, 0)
  if (end->term) END_WITH(+, end->term, end->stride)
  if (end->factor) END_WITH(*, end->factor, end->stride)
#undef END_WITH
  UNROLL
  for (int i = 0; i < rows; i++) {
    UNROLL
    for (int j = 0; j < PANEL_VECTORS; j++) store(c + i * c_stride + j * VECTOR_WIDTH, sum[i][j]);
  }
}

// DEPTH_UNROLL floats anywhere in memory, moved at once.
typedef float unrolled __attribute__((vector_size(DEPTH_UNROLL * 4), aligned(4), may_alias));

// Packs `rows` rows of A for tile_sums; the depth is rounded up with zeros.
INLINE void pack_rows(const int rows, ptrdiff_t depth, const float *restrict a, ptrdiff_t stride,
                      float *restrict packed) {
  ptrdiff_t k = 0;
  for (; k + DEPTH_UNROLL <= depth; k += DEPTH_UNROLL) {
    UNROLL
    for (int i = 0; i < rows; i++) {
      *(unrolled *)(packed + i * DEPTH_UNROLL) = *(const unrolled *)(a + i * stride + k);
    }
    packed += rows * DEPTH_UNROLL;
  }
  if (k == depth) return;
  for (int i = 0; i < rows; i++) {
    for (ptrdiff_t u = 0; u < DEPTH_UNROLL; u++) {
      packed[i * DEPTH_UNROLL + u] = k + u < depth ? a[i * stride + k + u] : 0;
    }
  }
}

typedef struct {
  void (*tile)(ptrdiff_t depth, const float *a, const float *b, float *c, ptrdiff_t c_stride,
               const tile_end *end);
  void (*pack_rows)(ptrdiff_t depth, const float *a, ptrdiff_t stride, float *packed);
} tile_functions;

#define TILE(rows)                                                                              \
  static void tile_##rows(ptrdiff_t depth, const float *a, const float *b, float *c,            \
                          ptrdiff_t c_stride, const tile_end *end) {                           \
    tile_sums(rows, depth, a, b, c, c_stride, end);                                             \
  }                                                                                             \
  static void pack_rows_##rows(ptrdiff_t depth, const float *a, ptrdiff_t stride, float *packed) { \
    pack_rows(rows, depth, a, stride, packed);                                                  \
  }
TILE(1)
TILE(2)
TILE(3)
TILE(4)
TILE(5)
TILE(6)
#if TILE_ROWS > 6
TILE(7)
TILE(8)
TILE(9)
TILE(10)
TILE(11)
TILE(12)
#endif
_Static_assert(TILE_ROWS == 6 || TILE_ROWS == 12, "one tile function for each number of rows");
static const tile_functions tiles[TILE_ROWS] = {
    {tile_1, pack_rows_1},   {tile_2, pack_rows_2},   {tile_3, pack_rows_3},
    {tile_4, pack_rows_4},   {tile_5, pack_rows_5},   {tile_6, pack_rows_6},
#if TILE_ROWS > 6
    {tile_7, pack_rows_7},   {tile_8, pack_rows_8},   {tile_9, pack_rows_9},
    {tile_10, pack_rows_10}, {tile_11, pack_rows_11}, {tile_12, pack_rows_12},
#endif
};

// C (rows x columns, fewer than a panel) = tile (+ C) (+ bias).
static void store_tile(ptrdiff_t rows, ptrdiff_t columns, const float *tile, float *c,
                       ptrdiff_t c_stride, int accumulate, const float *bias) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    for (ptrdiff_t j = 0; j < columns; j++) {
      float x = tile[i * PANEL + j];
      if (accumulate) x += c[i * c_stride + j];
      if (bias) x += bias[j];
      c[i * c_stride + j] = x;
    }
  }
}

// C (rows x columns) = (sums + bias) * C.
static void multiply_rows(ptrdiff_t rows, ptrdiff_t columns, const float *sums,
                          ptrdiff_t sums_stride, float *c, ptrdiff_t c_stride, const float *bias) {
  const ptrdiff_t part = columns % VECTOR_WIDTH, whole = columns - part;
  for (ptrdiff_t i = 0; i < rows; i++) {
    const float *from = sums + i * sums_stride;
    float *to = c + i * c_stride;
    for (ptrdiff_t j = 0; j < whole; j += VECTOR_WIDTH) {
      vec x = load(from + j);
      if (bias) x += load(bias + j);
      store(to + j, x * load(to + j));
    }
    if (part == 0) continue;
    vec x = load_part(from + whole, part);
    if (bias) x += load_part(bias + whole, part);
    store_part(to + whole, x * load_part(to + whole, part), part);
  }
}

// The operation on one vector: y from x, and the auxiliary read or written.
INLINE vec apply(lafa_operation operation, vec x, vec *auxiliary) {
  vec y = x;
  switch (operation) {
    case LAFA_GELU_TANH: gelu_tanh(x, &y, auxiliary); break;
    case LAFA_RELU: relu(x, &y, auxiliary); break;
    case LAFA_MULTIPLY: y = x * *auxiliary; break;
    case LAFA_ADD: y = x + *auxiliary; break;
    case LAFA_STORE:
    case LAFA_GELU: break;
  }
  return y;
}

// One row of a tile of GELU: two vectors at a time, whatever remains in a part of two.
INLINE void gelu_row(ptrdiff_t columns, float *c, float *auxiliary) {
  for (ptrdiff_t j = 0; j < columns; j += 2 * VECTOR_WIDTH) {
    const ptrdiff_t part = columns - j;
    wide x = {0}, y, dy;
    if (part >= 2 * VECTOR_WIDTH) {
      x = *(const loose_wide *)(c + j);
      gelu(&x, &y, &dy);
      *(loose_wide *)(c + j) = y;
      if (auxiliary) *(loose_wide *)(auxiliary + j) = dy;
    } else {
      memcpy(&x, c + j, (size_t)part * sizeof(float));
      gelu(&x, &y, &dy);
      memcpy(c + j, &y, (size_t)part * sizeof(float));
      if (auxiliary) memcpy(auxiliary + j, &dy, (size_t)part * sizeof(float));
    }
  }
}

// One row of a tile; `operation` is a constant where this is inlined.
INLINE void finish_row(lafa_operation operation, ptrdiff_t columns, float *c, float *auxiliary) {
  const int reads = operation == LAFA_MULTIPLY || operation == LAFA_ADD;
  ptrdiff_t j = 0;
  for (; j + VECTOR_WIDTH <= columns; j += VECTOR_WIDTH) {
    vec other = {0};
    if (reads) other = load(auxiliary + j);
    store(c + j, apply(operation, load(c + j), &other));
    if (!reads && auxiliary) store(auxiliary + j, other);
  }
  const ptrdiff_t part = columns - j;
  if (part == 0) return;
  vec other = {0};
  if (reads) other = load_part(auxiliary + j, part);
  store_part(c + j, apply(operation, load_part(c + j, part), &other), part);
  if (!reads && auxiliary) store_part(auxiliary + j, other, part);
}

// Applies the epilogue's operation to a tile of C; (row, column) is its place in the auxiliary.
static __attribute__((noinline)) void finish_tile(ptrdiff_t rows, ptrdiff_t columns, float *c,
                                                  ptrdiff_t c_stride,
                                                  const lafa_epilogue *epilogue, ptrdiff_t row,
                                                  ptrdiff_t column) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    float *to = c + i * c_stride;
    float *auxiliary = epilogue->auxiliary;
    if (auxiliary) auxiliary += (row + i) * epilogue->auxiliary_stride + column;
    switch (epilogue->operation) {
      case LAFA_GELU: gelu_row(columns, to, auxiliary); break;
      case LAFA_GELU_TANH: finish_row(LAFA_GELU_TANH, columns, to, auxiliary); break;
      case LAFA_RELU: finish_row(LAFA_RELU, columns, to, auxiliary); break;
      case LAFA_MULTIPLY: finish_row(LAFA_MULTIPLY, columns, to, auxiliary); break;
      case LAFA_ADD: finish_row(LAFA_ADD, columns, to, auxiliary); break;
      case LAFA_STORE: break;
    }
  }
}
