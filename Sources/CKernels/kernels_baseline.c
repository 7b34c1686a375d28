// The kernels for every processor: SSE2 on x86-64, NEON on AArch64.
#include <string.h>

#include "kernel_table.h"

#define VECTOR_WIDTH 4
#define TILE_ROWS 6
#if defined(__x86_64__)
#define PANEL_VECTORS 2  // 16 registers: 12 sums, 2 of B, 1 of A
#else
#define PANEL_VECTORS 4  // 32 registers: 24 sums, 4 of B, 1 of A
#endif
#define KERNELS_ISA LAFA_ISA_BASELINE
#define KERNELS_TABLE lafa_kernels_baseline
#include "kernels_impl.h"
