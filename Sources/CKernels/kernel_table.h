// The functions of one instruction set, and the parameters all sets share.
#pragma once
#include "kernels.h"

// The depth of A and B is cut into blocks of at most this many, so that a panel of B and the packed
// rows of A that it meets stay in L1. It fixes the order of reduction: it must not depend on the
// machine.
#define DEPTH_BLOCK 192
// Depth steps of a tile's inner loop; packed depths are rounded up to it with zeros.
#define DEPTH_UNROLL 8

typedef struct {
  lafa_isa isa;
  ptrdiff_t vector_width;
  ptrdiff_t (*packed_count)(ptrdiff_t depth, ptrdiff_t columns);
  void (*pack)(ptrdiff_t depth, ptrdiff_t columns, const float *source, ptrdiff_t stride,
               int transposed, float *packed);
  void (*product)(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a,
                  ptrdiff_t a_stride, const float *packed, float *c, ptrdiff_t c_stride,
                  const lafa_epilogue *epilogue);
  void (*small_product)(int a_transposed, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth,
                        const float *a, ptrdiff_t a_stride, const float *b, ptrdiff_t b_stride,
                        float *c, ptrdiff_t c_stride, float scale, int accumulate);
  void (*transpose)(ptrdiff_t rows, ptrdiff_t columns, const float *source, ptrdiff_t stride,
                    float *out, ptrdiff_t out_stride);
  void (*softmax)(ptrdiff_t rows, ptrdiff_t columns, float *x, ptrdiff_t stride);
  void (*softmax_backward)(ptrdiff_t rows, const float *p, float *dp, ptrdiff_t stride,
                           float scale);
  void (*layer_norm)(ptrdiff_t rows, ptrdiff_t columns, const float *x, const float *gamma,
                     const float *beta, float epsilon, float *normalised,
                     float *inverse_deviation, float *y);
  void (*layer_norm_backward)(ptrdiff_t rows, ptrdiff_t columns, const float *normalised,
                              const float *inverse_deviation, const float *gamma, const float *dy,
                              float *dx);
} lafa_kernels;

extern const lafa_kernels lafa_kernels_baseline;
#if defined(__x86_64__)
extern const lafa_kernels lafa_kernels_avx2;
extern const lafa_kernels lafa_kernels_avx512;
#endif
