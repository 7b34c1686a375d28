// The product with a packed B. A tile of TILE_ROWS x PANEL sums stays in registers while a depth
// block of a panel of B (L1) meets the packed slivers of A one after the other (L2); the epilogue
// runs over the tile while it is in L1. Every sum runs over the depth in order, whatever the number
// of rows.
#include "tile_impl.h"

// Panels one after the other, each the padded depth x PANEL, padded with zeros.
static ptrdiff_t padded_depth(ptrdiff_t depth) {
  return (depth + DEPTH_UNROLL - 1) / DEPTH_UNROLL * DEPTH_UNROLL;
}

static ptrdiff_t packed_count(ptrdiff_t depth, ptrdiff_t columns) {
  return (columns + PANEL - 1) / PANEL * PANEL * padded_depth(depth);
}

static void pack(ptrdiff_t depth, ptrdiff_t columns, const float *source, ptrdiff_t stride,
                 int transposed, float *packed) {
  const ptrdiff_t column_step = transposed ? stride : 1, depth_step = transposed ? 1 : stride;
  for (ptrdiff_t column = 0; column < columns; column += PANEL) {
    const ptrdiff_t count = columns - column < PANEL ? columns - column : PANEL;
    for (ptrdiff_t k = 0; k < padded_depth(depth); k++, packed += PANEL) {
      const ptrdiff_t present = k < depth ? count : 0;
      for (ptrdiff_t j = 0; j < present; j++) {
        packed[j] = source[k * depth_step + (column + j) * column_step];
      }
      for (ptrdiff_t j = present; j < PANEL; j++) packed[j] = 0;
    }
  }
}

// Slivers of A that are packed together: with DEPTH_BLOCK 144 KB of six rows each, 288 KB of twelve,
// which stay in the L2 of processors that have such tiles.
#define GROUP_SLIVERS 32

// The rows of a product, cut into slivers of nearly equal height: 8 rows are 4 + 4, not 6 + 2.
typedef struct {
  ptrdiff_t slivers, height, taller;
} sliver_plan;

INLINE sliver_plan plan_slivers(ptrdiff_t rows) {
  const ptrdiff_t slivers = (rows + TILE_ROWS - 1) / TILE_ROWS;
  return (sliver_plan){slivers, rows / slivers, rows % slivers};
}
INLINE ptrdiff_t sliver_rows(const sliver_plan *plan, ptrdiff_t sliver) {
  return plan->height + (sliver < plan->taller);
}

// Floats from one line to the next, so that a tile over this depth asks for `floats` floats.
INLINE ptrdiff_t ahead_step(ptrdiff_t depth, ptrdiff_t floats) {
  const ptrdiff_t line = 16, requests = padded_depth(depth) / DEPTH_UNROLL;
  return requests > 0 ? (floats / requests + line - 1) / line * line : 0;
}

// C (rows x columns) = or += one block of depth. `panels` is where this block begins in the first
// panel of B, `panel_stride` the distance of two panels. `epilogue` is NULL before the last block.
static void product_block(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a,
                          ptrdiff_t a_stride, const float *panels, ptrdiff_t panel_stride,
                          float *c, ptrdiff_t c_stride, int accumulate,
                          const lafa_epilogue *epilogue) {
  float packed_rows[GROUP_SLIVERS][TILE_ROWS * DEPTH_BLOCK] __attribute__((aligned(64)));
  float tile[TILE_ROWS * PANEL] __attribute__((aligned(64)));
  const float *bias = epilogue ? epilogue->bias : NULL;
  const lafa_operation operation = epilogue ? epilogue->operation : LAFA_STORE;
  const int finishes = operation != LAFA_STORE;
  const int adds = operation == LAFA_ADD, multiplies = operation == LAFA_MULTIPLY;
  const tile_end plain = {.ahead = panels};
  tile_end end = {.accumulate = accumulate, .stride = finishes ? epilogue->auxiliary_stride : 0};
  const sliver_plan plan = plan_slivers(rows);
  const ptrdiff_t panel_count = (columns + PANEL - 1) / PANEL;
  ptrdiff_t first_row = 0;
  for (ptrdiff_t first = 0; first < plan.slivers; first += GROUP_SLIVERS) {
    const ptrdiff_t left = plan.slivers - first;
    const ptrdiff_t members = left < GROUP_SLIVERS ? left : GROUP_SLIVERS;
    // What of the next panel is asked for with each sliver.
    const ptrdiff_t share = (depth + members - 1) / members * PANEL;
    end.ahead_step = ahead_step(depth, share);
    ptrdiff_t row;
    for (ptrdiff_t panel = 0; panel < panel_count; panel++) {
      const ptrdiff_t column = panel * PANEL;
      const ptrdiff_t width = columns - column < PANEL ? columns - column : PANEL;
      const float *b = panels + panel * panel_stride;
      // After the last panel comes the next block of the first one.
      const float *next = panel + 1 < panel_count ? b + panel_stride : panels + depth * PANEL;
      end.bias = bias ? bias + column : NULL;
      row = first_row;
      for (ptrdiff_t member = 0; member < members; member++) {
        const ptrdiff_t count = sliver_rows(&plan, first + member);
        const tile_functions *functions = &tiles[count - 1];
        float *to = c + row * c_stride + column;
        if (panel == 0) {  // just before the first use, while it is in L1
          functions->pack_rows(depth, a + row * a_stride, a_stride, packed_rows[member]);
        }
        end.ahead = next + member * share;
        if (finishes && epilogue->auxiliary) {
          end.auxiliary = epilogue->auxiliary + row * end.stride + column;
        }
        if (width == PANEL) {
          if (adds) end.term = end.auxiliary;
          if (multiplies) end.factor = end.auxiliary;
          functions->tile(depth, packed_rows[member], b, to, c_stride, &end);
        } else {
          functions->tile(depth, packed_rows[member], b, tile, PANEL, &plain);
          store_tile(count, width, tile, to, c_stride, accumulate, end.bias);
        }
        if (finishes && !(width == PANEL && (adds || multiplies))) {
          finish_tile(count, width, to, c_stride, epilogue, row, column);
        }
        row += count;
      }
    }
    first_row = row;
  }
}

// The depth of the next block: the blocks of a product are nearly equal, and depend on its depth
// alone.
static ptrdiff_t depth_block(ptrdiff_t depth) {
  const ptrdiff_t blocks = (depth + DEPTH_BLOCK - 1) / DEPTH_BLOCK;
  return blocks > 1 ? padded_depth((depth + blocks - 1) / blocks) : depth;
}

// C = (A B + bias) * C: C is wanted at the end, so the sums of a few rows and columns wait in a
// buffer.
static void product_times_self(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a,
                               ptrdiff_t a_stride, const float *packed, float *c,
                               ptrdiff_t c_stride, const float *bias) {
  enum { GROUP_PANELS = 8, GROUP = GROUP_PANELS * PANEL };
  float sums[TILE_ROWS * GROUP] __attribute__((aligned(64)));
  const ptrdiff_t panel_stride = padded_depth(depth) * PANEL, step = depth_block(depth);
  for (ptrdiff_t column = 0; column < columns; column += GROUP) {
    const ptrdiff_t width = columns - column < GROUP ? columns - column : GROUP;
    const float *panels = packed + column / PANEL * panel_stride;
    for (ptrdiff_t row = 0; row < rows; row += TILE_ROWS) {
      const ptrdiff_t count = rows - row < TILE_ROWS ? rows - row : TILE_ROWS;
      for (ptrdiff_t i = 0; i < count; i++) {
        for (ptrdiff_t j = 0; j < width; j += 16) {
          __builtin_prefetch(c + (row + i) * c_stride + column + j, 1, 3);
        }
      }
      ptrdiff_t k = 0;
      do {
        const ptrdiff_t part = depth - k < step ? depth - k : step;
        product_block(count, width, part, a + row * a_stride + k, a_stride, panels + k * PANEL,
                      panel_stride, sums, GROUP, k > 0, NULL);
        k += part;
      } while (k < depth);
      multiply_rows(count, width, sums, GROUP, c + row * c_stride + column, c_stride,
                    bias ? bias + column : NULL);
    }
  }
}

static void product(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a,
                    ptrdiff_t a_stride, const float *packed, float *c, ptrdiff_t c_stride,
                    const lafa_epilogue *epilogue) {
  if (rows <= 0 || columns <= 0) return;
  lafa_epilogue last = epilogue ? *epilogue : (lafa_epilogue){0};
  const ptrdiff_t panel_stride = padded_depth(depth) * PANEL, step = depth_block(depth);
  const int in_place = last.auxiliary == c;
  if (in_place && last.operation == LAFA_MULTIPLY) {
    product_times_self(rows, columns, depth, a, a_stride, packed, c, c_stride, last.bias);
    return;
  }
  // What is added to C itself is there before the first block.
  const int adds_to_self = in_place && last.operation == LAFA_ADD;
  if (adds_to_self) last.operation = LAFA_STORE;
  ptrdiff_t k = 0;
  do {  // at least once: with no depth at all, C is the epilogue of 0
    const ptrdiff_t part = depth - k < step ? depth - k : step;
    product_block(rows, columns, part, a + k, a_stride, packed + k * PANEL, panel_stride, c,
                  c_stride, k > 0 || adds_to_self, k + part >= depth ? &last : NULL);
    k += part;
  } while (k < depth);
}
