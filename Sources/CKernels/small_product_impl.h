// Products of attention, too small for packing: B is read where it lies.

// AVX2 has 16 registers: 12 sums of six rows and two vectors, 2 of B, 1 of A. With more rows the sums
// would be spilled in the inner loop (30 % slower).
#define SMALL_TILE_ROWS 6

// C (rows x `vectors` vectors) = scale A B (+ C), element (i, k) of A at a[i row_step + k
// depth_step]. Only the first `lanes` lanes of each vector are in memory. `rows`, `vectors` and
// `lanes` are constants where this is inlined.
INLINE void small_tile(const int rows, const int vectors, const int lanes, ptrdiff_t depth,
                       const float *restrict a, ptrdiff_t row_step, ptrdiff_t depth_step,
                       const float *restrict b, ptrdiff_t b_stride, float *restrict c,
                       ptrdiff_t c_stride, float scale, int accumulate) {
  vec sum[SMALL_TILE_ROWS][2];
  UNROLL
  for (int i = 0; i < rows; i++) {
    UNROLL
    for (int j = 0; j < vectors; j++) sum[i][j] = (vec){0};
  }
  NO_UNROLL
  for (ptrdiff_t k = 0; k < depth; k++) {
    vec line[2];
    UNROLL
    for (int j = 0; j < vectors; j++) {
      line[j] = load_part(b + k * b_stride + j * VECTOR_WIDTH, lanes);
    }
    UNROLL
    for (int i = 0; i < rows; i++) {
      vec factor = splat(a[i * row_step + k * depth_step]);
      UNROLL
      for (int j = 0; j < vectors; j++) sum[i][j] += factor * line[j];
    }
  }
  UNROLL
  for (int i = 0; i < rows; i++) {
    UNROLL
    for (int j = 0; j < vectors; j++) {
      float *to = c + i * c_stride + j * VECTOR_WIDTH;
      vec x = sum[i][j] * scale;
      if (accumulate) x += load_part(to, lanes);
      store_part(to, x, lanes);
    }
  }
}

typedef void small_tile_function(ptrdiff_t depth, const float *a, ptrdiff_t row_step,
                                 ptrdiff_t depth_step, const float *b, ptrdiff_t b_stride,
                                 float *c, ptrdiff_t c_stride, float scale, int accumulate);

#define SMALL_TILE(rows, name, vectors, lanes)                                               \
  static void small_tile_##rows##_##name(                                                    \
      ptrdiff_t depth, const float *a, ptrdiff_t row_step, ptrdiff_t depth_step,             \
      const float *b, ptrdiff_t b_stride, float *c, ptrdiff_t c_stride, float scale,         \
      int accumulate) {                                                                      \
    small_tile(rows, vectors, lanes, depth, a, row_step, depth_step, b, b_stride, c,         \
               c_stride, scale, accumulate);                                                 \
  }
#define SMALL_TILES(rows)                     \
  SMALL_TILE(rows, pair, 2, VECTOR_WIDTH)     \
  SMALL_TILE(rows, vector, 1, VECTOR_WIDTH)   \
  SMALL_TILE(rows, quad, 1, 4)                \
  SMALL_TILE(rows, single, 1, 1)
SMALL_TILES(1)
SMALL_TILES(2)
SMALL_TILES(3)
SMALL_TILES(4)
SMALL_TILES(5)
SMALL_TILES(6)

// The kinds of a tile by width: two vectors, one, and what remains in fours and ones.
enum { SMALL_KINDS = 4 };
static const ptrdiff_t small_kind_width[SMALL_KINDS] = {2 * VECTOR_WIDTH, VECTOR_WIDTH, 4, 1};
#define SMALL_ENTRIES(rows)                                     \
  {small_tile_##rows##_pair, small_tile_##rows##_vector,        \
   small_tile_##rows##_quad, small_tile_##rows##_single}
static small_tile_function *const small_tiles[SMALL_TILE_ROWS][SMALL_KINDS] = {
    SMALL_ENTRIES(1), SMALL_ENTRIES(2), SMALL_ENTRIES(3), SMALL_ENTRIES(4),
    SMALL_ENTRIES(5), SMALL_ENTRIES(6)};

static void small_product(int a_transposed, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth,
                          const float *a, ptrdiff_t a_stride, const float *b, ptrdiff_t b_stride,
                          float *c, ptrdiff_t c_stride, float scale, int accumulate) {
  if (rows <= 0) return;
  const ptrdiff_t row_step = a_transposed ? 1 : a_stride;
  const ptrdiff_t depth_step = a_transposed ? a_stride : 1;
  // Slivers of nearly equal height: 7 rows are 4 + 3, not 6 + 1.
  const ptrdiff_t slivers = (rows + SMALL_TILE_ROWS - 1) / SMALL_TILE_ROWS;
  const ptrdiff_t height = rows / slivers, taller = rows % slivers;
  int kind = 0;
  for (ptrdiff_t column = 0; column < columns; column += small_kind_width[kind]) {
    while (columns - column < small_kind_width[kind]) kind++;
    ptrdiff_t row = 0;
    for (ptrdiff_t sliver = 0; sliver < slivers; sliver++) {
      ptrdiff_t count = height + (sliver < taller);
      small_tiles[count - 1][kind](depth, a + row * row_step, row_step, depth_step, b + column,
                                   b_stride, c + row * c_stride + column, c_stride, scale,
                                   accumulate);
      row += count;
    }
  }
}
