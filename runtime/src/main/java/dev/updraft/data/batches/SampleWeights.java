package dev.updraft.data.batches;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import dev.updraft.compiler.program.Program;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.ForwardingDataset;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The weights of samples as one more target behind the others, as a program takes them that {@link Program#isWeighted}. */
public final class SampleWeights extends ForwardingDataset {
    private static final double FAR = 10;

    private final List<Target> targets;

    private SampleWeights(Dataset data) {
        super(data);
        targets = Stream.concat(data.targets().stream(), Stream.of(new Target.Reals(Program.SAMPLE_WEIGHT, 1)))
                .toList();
    }

    /** {@code data} as a program takes it: the same, unless that weighs samples. Where the data does not, each counts as 1. */
    public static Dataset of(Dataset data, Program program) {
        return program.isWeighted() ? new SampleWeights(data) : data;
    }

    /**
     * What a user should know of weights that make steps much larger or smaller than the same data without; null if all is
     * well.
     */
    public static @Nullable String advice(Dataset data) {
        if (!data.isWeighted()) {
            return null;
        }
        var mean = IntStream.range(0, data.size()).mapToDouble(data::weight).sum() / data.size();
        return mean >= 1 / FAR && mean <= FAR
                ? null
                : String.format(
                        Locale.ROOT,
                        "The sample weights have a mean of %.3g, which scales the loss and gradients by the same"
                                + " factor: divide the weights by it if the learning rate assumes a mean of 1",
                        mean);
    }

    @Override
    public List<Target> targets() {
        return targets;
    }

    @Override
    public void copyTarget(int target, int index, MemorySegment segment, long offset) {
        if (target < targets.size() - 1) {
            super.copyTarget(target, index, segment, offset);
        } else {
            segment.set(JAVA_FLOAT_UNALIGNED, offset, weight(index));
        }
    }
}
