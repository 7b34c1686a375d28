// Dense fp32 kernels of the encoder: matrix products with fused epilogues, attention, LayerNorm.
//
// All matrices are row-major; `stride` is the distance of two rows in floats. Every function does
// its work on the calling thread, allocates nothing, and gives a row the same bytes whichever
// other rows are computed in the same call (a fixed order of reduction). All sizes are allowed,
// also those that are no multiple of the vector width.
#pragma once
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// The instruction sets the kernels are compiled for.
typedef enum {
  LAFA_ISA_BEST = 0,      // the best that this processor has
  LAFA_ISA_BASELINE = 1,  // SSE2 or NEON
  LAFA_ISA_AVX2 = 2,      // AVX2 + FMA
  LAFA_ISA_AVX512 = 3     // AVX-512 F, VL, DQ, BW
} lafa_isa;

// Chooses the kernels; packed matrices made before must be packed again. Not for use while other
// threads compute. Returns the set now in use: the asked one, or the best below it.
lafa_isa lafa_select_isa(lafa_isa asked);
// Returns the set in use; chooses the best at the first call.
lafa_isa lafa_selected_isa(void);
// Floats in a vector of the set in use.
ptrdiff_t lafa_vector_width(void);

// What a product does to its result before it is stored: first + bias, then the operation.
typedef enum {
  LAFA_STORE = 0,       // c = x
  LAFA_GELU = 1,        // c = GELU(x) by erf, auxiliary = GELU'(x) (stored)
  LAFA_GELU_TANH = 2,   // c = GELU(x) by tanh ("gelu_new"), auxiliary = its derivative (stored)
  LAFA_RELU = 3,        // c = max(x, 0), auxiliary = its derivative (stored)
  LAFA_MULTIPLY = 4,    // c = x * auxiliary (read)
  LAFA_ADD = 5          // c = x + auxiliary (read)
} lafa_operation;

typedef struct {
  const float *bias;        // `columns` floats added to every row, or NULL
  lafa_operation operation;
  float *auxiliary;         // rows x columns; NULL for LAFA_STORE, or if no derivative is wanted
  ptrdiff_t auxiliary_stride;
} lafa_epilogue;

// Floats of a packed depth x columns matrix. Buffers for packing are best aligned to 64 bytes.
ptrdiff_t lafa_packed_count(ptrdiff_t depth, ptrdiff_t columns);
// Packs B (depth x columns) in the layout the product reads. `transposed`: source holds B
// transposed (columns x depth), as a PyTorch Linear stores its weight.
void lafa_pack(ptrdiff_t depth, ptrdiff_t columns, const float *source, ptrdiff_t stride,
               int transposed, float *packed);
// C = epilogue(A B): A rows x depth, B packed depth x columns, C rows x columns. `epilogue` may be
// NULL. The auxiliary of LAFA_ADD and LAFA_MULTIPLY may be C itself.
void lafa_product(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a,
                  ptrdiff_t a_stride, const float *packed, float *c, ptrdiff_t c_stride,
                  const lafa_epilogue *epilogue);
// C = scale * op(A) B, or C += with `accumulate`; for the small products of attention, unpacked.
// op(A) is rows x depth: A itself, or with `a_transposed` A is stored depth x rows.
// B is depth x columns.
void lafa_small_product(int a_transposed, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth,
                        const float *a, ptrdiff_t a_stride, const float *b, ptrdiff_t b_stride,
                        float *c, ptrdiff_t c_stride, float scale, int accumulate);
// out (columns x rows, stride out_stride >= rows) = transposed source (rows x columns);
// the columns of out from rows to out_stride are set to 0.
void lafa_transpose(ptrdiff_t rows, ptrdiff_t columns, const float *source, ptrdiff_t stride,
                    float *out, ptrdiff_t out_stride);

// Softmax over the first `columns` floats of every row, in place; the floats from there to
// `stride` become 0. `stride` must be a multiple of the vector width.
void lafa_softmax(ptrdiff_t rows, ptrdiff_t columns, float *x, ptrdiff_t stride);
// dx = p * (dp - sum(dp * p)) * scale, in place over dp. Both have this stride, a multiple of the
// vector width; p is 0 beyond its columns.
void lafa_softmax_backward(ptrdiff_t rows, const float *p, float *dp, ptrdiff_t stride,
                           float scale);

// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta for each row of `columns` floats.
// Keeps (x - mean) / sqrt(...) in `normalised` (rows x columns; may be x) and 1 / sqrt(...) in
// `inverse_deviation` (rows).
void lafa_layer_norm(ptrdiff_t rows, ptrdiff_t columns, const float *x, const float *gamma,
                     const float *beta, float epsilon, float *normalised,
                     float *inverse_deviation, float *y);
// dx from dy and what the forward pass kept; dx may be dy.
void lafa_layer_norm_backward(ptrdiff_t rows, ptrdiff_t columns, const float *normalised,
                              const float *inverse_deviation, const float *gamma, const float *dy,
                              float *dx);

#ifdef __cplusplus
}
#endif
