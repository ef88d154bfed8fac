/** How a matrix product is cut into tiles for a GPU: which tilings there are, what each is estimated to cost, which to try. */
@NullMarked
package dev.updraft.engine.gpu.emit.tiling;

import org.jspecify.annotations.NullMarked;
