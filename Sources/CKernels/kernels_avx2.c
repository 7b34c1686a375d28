// The kernels for AVX2 with FMA.
#if defined(__x86_64__)
#include <string.h>

#include "kernel_table.h"

#define VECTOR_WIDTH 8
#define TILE_ROWS 6
#define PANEL_VECTORS 2  // 16 registers: 12 sums, 2 of B, 1 of A
#define KERNELS_ISA LAFA_ISA_AVX2
#define KERNELS_TABLE lafa_kernels_avx2

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "kernels_impl.h"
#pragma clang attribute pop
#endif
