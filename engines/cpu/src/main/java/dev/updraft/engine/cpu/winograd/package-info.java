/** Convolutions of 3×3 pixels with fewer multiplications: Winograd's algorithm, with oneDNN's products in the middle. */
@NullMarked
package dev.updraft.engine.cpu.winograd;

import org.jspecify.annotations.NullMarked;
