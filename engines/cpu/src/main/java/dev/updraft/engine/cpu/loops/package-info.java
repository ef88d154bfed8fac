/** Tasks that are vectorized loops of our own: fused element-wise operations, maxima, look-ups and sums. */
@NullMarked
package dev.updraft.engine.cpu.loops;

import org.jspecify.annotations.NullMarked;
