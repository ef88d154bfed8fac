package dev.updraft.engine.gpu.emit.context;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.engine.gpu.emit.device.Control;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.emit.tiling.GemmShape;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What those who write kernels ask while a graph is emitted. */
public interface Emission {

    /** Declares {@code count}, how many samples the step at hand has. */
    String COUNT = "int count = control.get(" + Control.COUNT + ");";

    /** The device to write for. */
    DeviceTraits traits();

    /** Whether it is a training step, whose random numbers are those of the step and not of the samples' rows. */
    boolean training();

    /** Most samples of a step; how many there are is {@code count}. */
    int capacity();

    /** How to cut up a product; only for devices with local memory. */
    Tiling tiling(GemmShape product);

    /** Where a value lies, to read it or to write it: that of {@code Schedule.storage(node)}. */
    Place place(Node node);

    /**
     * Kernels, told what they touch.
     *
     * @param kernels of the same results; if there are several, one leaves parts in {@link #scratch} to the next
     */
    List<GeneratedKernel> touching(List<GeneratedKernel> kernels, Collection<Node> reads, Collection<Node> writes);

    /** The parts in which a value was left for its reader to add; null for one that is whole. */
    @Nullable
    Parts parts(Node node);

    /** The expression of an element of an input that is read where the samples lie; null for any other value. */
    @Nullable
    String sample(Node node, String index);

    /** The expression of a class of a target, by its place in the batch. */
    String label(Op.Input target, String index);

    /** The expression of a step scalar. */
    String stepScalar(String name);

    /**
     * Room for parts that a kernel leaves to the next one, never longer: everyone's lies in the same place.
     *
     * @param elements how many
     */
    Place scratch(long elements);

    /** A name for a task, made unique: the layer's, and {@code what} is done for it. */
    String name(Node origin, String what);
}
