/**
 * The GPU's emitter: a graph becomes Java source that uses TornadoVM's API, kernels specialised to the shapes of one model
 * and the tasks that run one step of it.
 *
 * <p>An {@link dev.updraft.compiler.plan.ExecutablePlan} says what is computed together and where values lie, and one class
 * a kind of kernel writes the {@link dev.updraft.engine.gpu.emit.context.GeneratedKernel}s. TornadoVM itself is needed nowhere
 * here: the source is compiled on the machine that runs it.
 */
@NullMarked
package dev.updraft.engine.gpu.emit;

import org.jspecify.annotations.NullMarked;
