/** What the writers of kernels ask while a graph is emitted, and what they make: {@link dev.updraft.engine.gpu.emit.emission.GeneratedKernel}s. */
@NullMarked
package dev.updraft.engine.gpu.emit.emission;

import org.jspecify.annotations.NullMarked;
