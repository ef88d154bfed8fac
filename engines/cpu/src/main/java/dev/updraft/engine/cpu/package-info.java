/**
 * The default engine. The batch is cut into shards, whose number depends on the batch alone; each is computed by one Java
 * thread, convolutions and matrix products by single-threaded oneDNN primitives, the rest by fused loops; what a shard adds
 * to a weight's gradient is summed over the shards in order. So results do not depend on the number of threads.
 *
 * <p>Read {@link dev.updraft.engine.cpu.BoundGraph} first: a graph made ready for one batch size.
 */
@NullMarked
package dev.updraft.engine.cpu;

import org.jspecify.annotations.NullMarked;
