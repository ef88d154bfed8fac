/** Machine code for element-wise loops: expressions of vectors, how they are encoded, and memory that a processor runs. */
@NullMarked
package dev.updraft.engine.cpu.machine;

import org.jspecify.annotations.NullMarked;
