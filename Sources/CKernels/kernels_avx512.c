// The kernels for AVX-512.
#if defined(__x86_64__)
#include <string.h>

#include "kernel_table.h"

#define VECTOR_WIDTH 16
// 32 registers: 24 sums, 2 of B, 1 of A. A panel of 32 columns fits L1 with the rows that it meets,
// one of 64 does not: on an Intel Xeon of 48 KB products gain 2 to 5 % over 6 x 64.
#define TILE_ROWS 12
#define PANEL_VECTORS 2
#define KERNELS_ISA LAFA_ISA_AVX512
#define KERNELS_TABLE lafa_kernels_avx512

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)
#include "kernels_impl.h"
#pragma clang attribute pop
#endif
