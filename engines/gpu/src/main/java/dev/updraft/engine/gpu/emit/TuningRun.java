package dev.updraft.engine.gpu.emit;

import dev.updraft.compiler.plan.Step;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.gpu.emit.gemm.GemmKernels;
import dev.updraft.engine.gpu.emit.gemm.GemmLowering;
import dev.updraft.engine.gpu.emit.kernels.ProductKernels;
import dev.updraft.engine.gpu.emit.tiling.GemmShape;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The products of a graph alone, to find out how fast each is with which tiling.
 *
 * @param program the source: each trial is a graph of its own
 * @param trials what the graphs compute, in their order; those of one product follow each other, the longest product first
 */
public record TuningRun(EmittedProgram program, List<Trial> trials) {
    public TuningRun {
        trials = List.copyOf(trials);
    }

    /** A product cut up in one way. */
    public record Trial(GemmShape product, Tiling tiling) {}

    /** One product of each shape, those with most to compute first. */
    static SequencedMap<GemmShape, GemmLowering.Work> products(GraphEmission emission) {
        var found = new LinkedHashMap<GemmShape, GemmLowering.Work>();
        for (var step : emission.plan().steps()) {
            for (var kernel : step instanceof Step.Compute(var kernels, var _) ? kernels : List.<Kernel>of()) {
                ProductKernels.in(kernel, emission)
                        .ifPresent(work -> found.putIfAbsent(
                                GemmKernels.shape(work.gemm(), work.target(), emission.capacity()), work));
            }
        }
        var ordered = new LinkedHashMap<GemmShape, GemmLowering.Work>();
        found.keySet().stream()
                .sorted(Comparator.comparingLong((GemmShape shape) -> shape.elements() * shape.depth())
                        .reversed())
                .forEach(shape -> ordered.put(shape, found.get(shape)));
        return ordered;
    }
}
