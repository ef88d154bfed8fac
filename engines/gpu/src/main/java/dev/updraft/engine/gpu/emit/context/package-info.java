/** What the writers of kernels ask while a graph is emitted, and what they make: {@link dev.updraft.engine.gpu.emit.context.GeneratedKernel}s. */
@NullMarked
package dev.updraft.engine.gpu.emit.context;

import org.jspecify.annotations.NullMarked;
