/** Kernels of every other operation: element-wise ones, fused, and those that are computed as a whole. */
@NullMarked
package dev.updraft.engine.gpu.emit.kernels;

import org.jspecify.annotations.NullMarked;
