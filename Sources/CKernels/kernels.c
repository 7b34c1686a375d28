// Chooses the kernels of the best instruction set at run time and calls them.
#include "kernels.h"

#include <stdatomic.h>

#include "kernel_table.h"

// The chosen kernels. Threads that come first at the same time choose the same, so a plain atomic
// is enough.
static _Atomic(const lafa_kernels *) chosen = NULL;

static const lafa_kernels *best_kernels(lafa_isa limit) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  int avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  if (avx512 && (limit == LAFA_ISA_BEST || limit == LAFA_ISA_AVX512)) return &lafa_kernels_avx512;
  if (avx2 && limit != LAFA_ISA_BASELINE) return &lafa_kernels_avx2;
#else
  (void)limit;
#endif
  return &lafa_kernels_baseline;
}

lafa_isa lafa_select_isa(lafa_isa asked) {
  const lafa_kernels *kernels = best_kernels(asked);
  atomic_store_explicit(&chosen, kernels, memory_order_release);
  return kernels->isa;
}

static inline const lafa_kernels *kernels_in_use(void) {
  const lafa_kernels *kernels = atomic_load_explicit(&chosen, memory_order_acquire);
  if (__builtin_expect(kernels != NULL, 1)) return kernels;
  lafa_select_isa(LAFA_ISA_BEST);
  return atomic_load_explicit(&chosen, memory_order_acquire);
}

lafa_isa lafa_selected_isa(void) { return kernels_in_use()->isa; }

ptrdiff_t lafa_vector_width(void) { return kernels_in_use()->vector_width; }

ptrdiff_t lafa_packed_count(ptrdiff_t depth, ptrdiff_t columns) {
  return kernels_in_use()->packed_count(depth, columns);
}

void lafa_pack(ptrdiff_t depth, ptrdiff_t columns, const float *source, ptrdiff_t stride,
               int transposed, float *packed) {
  kernels_in_use()->pack(depth, columns, source, stride, transposed, packed);
}

void lafa_product(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a,
                  ptrdiff_t a_stride, const float *packed, float *c, ptrdiff_t c_stride,
                  const lafa_epilogue *epilogue) {
  kernels_in_use()->product(rows, columns, depth, a, a_stride, packed, c, c_stride, epilogue);
}

void lafa_small_product(int a_transposed, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth,
                        const float *a, ptrdiff_t a_stride, const float *b, ptrdiff_t b_stride,
                        float *c, ptrdiff_t c_stride, float scale, int accumulate) {
  kernels_in_use()->small_product(a_transposed, rows, columns, depth, a, a_stride, b, b_stride,
                                  c, c_stride, scale, accumulate);
}

void lafa_transpose(ptrdiff_t rows, ptrdiff_t columns, const float *source, ptrdiff_t stride,
                    float *out, ptrdiff_t out_stride) {
  kernels_in_use()->transpose(rows, columns, source, stride, out, out_stride);
}

void lafa_softmax(ptrdiff_t rows, ptrdiff_t columns, float *x, ptrdiff_t stride) {
  kernels_in_use()->softmax(rows, columns, x, stride);
}

void lafa_softmax_backward(ptrdiff_t rows, const float *p, float *dp, ptrdiff_t stride,
                           float scale) {
  kernels_in_use()->softmax_backward(rows, p, dp, stride, scale);
}

void lafa_layer_norm(ptrdiff_t rows, ptrdiff_t columns, const float *x, const float *gamma,
                     const float *beta, float epsilon, float *normalised,
                     float *inverse_deviation, float *y) {
  kernels_in_use()->layer_norm(rows, columns, x, gamma, beta, epsilon, normalised,
                               inverse_deviation, y);
}

void lafa_layer_norm_backward(ptrdiff_t rows, ptrdiff_t columns, const float *normalised,
                              const float *inverse_deviation, const float *gamma, const float *dy,
                              float *dx) {
  kernels_in_use()->layer_norm_backward(rows, columns, normalised, inverse_deviation, gamma, dy,
                                        dx);
}
