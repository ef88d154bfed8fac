/** Java source for TornadoVM, piece by piece: lines and literals, functions, random numbers, indexes, windows and reductions. */
@NullMarked
package dev.updraft.engine.gpu.emit.source;

import org.jspecify.annotations.NullMarked;
