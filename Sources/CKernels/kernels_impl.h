// The kernels of one instruction set; included once by each kernels_*.c, which defines
//   VECTOR_WIDTH   floats in a vector
//   PANEL_VECTORS  vectors in a panel of packed B
//   TILE_ROWS      rows of C a tile computes at once
//   KERNELS_ISA, KERNELS_TABLE  the set and the name of its table
#include "vector_impl.h"

#include "product_impl.h"
#include "rows_impl.h"
#include "small_product_impl.h"

const lafa_kernels KERNELS_TABLE = {
    .isa = KERNELS_ISA,
    .vector_width = VECTOR_WIDTH,
    .packed_count = packed_count,
    .pack = pack,
    .product = product,
    .small_product = small_product,
    .transpose = transpose,
    .softmax = softmax,
    .softmax_backward = softmax_backward,
    .layer_norm = layer_norm,
    .layer_norm_backward = layer_norm_backward,
};
