/** Kernels of what is computed as a matrix product: products, convolutions and their gradients, for processors and in tiles. */
@NullMarked
package dev.updraft.engine.gpu.emit.gemm;

import org.jspecify.annotations.NullMarked;
