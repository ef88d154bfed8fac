/** Tensor operations: the small closed set that every engine computes, with shapes, gradients and graphs of them. */
@NullMarked
package dev.updraft.compiler.ops;

import org.jspecify.annotations.NullMarked;
