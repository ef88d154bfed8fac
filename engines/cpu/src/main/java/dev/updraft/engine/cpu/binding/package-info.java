/** A plan made ready for one batch size: a task for each kernel, with the buffers it reads and writes. */
@NullMarked
package dev.updraft.engine.cpu.binding;

import org.jspecify.annotations.NullMarked;
