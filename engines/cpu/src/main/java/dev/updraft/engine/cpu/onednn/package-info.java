/** oneDNN: its library, calls to it, and its primitives as tasks. */
@NullMarked
package dev.updraft.engine.cpu.onednn;

import org.jspecify.annotations.NullMarked;
