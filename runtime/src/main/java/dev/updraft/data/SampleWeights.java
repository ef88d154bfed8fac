package dev.updraft.data;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import dev.updraft.compiler.program.Program;
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
     * Checks that weights are finite, at least 0, and not all 0; an application may have a data set of its own.
     *
     * @throws DataException naming the sample
     */
    public static void require(Dataset data) {
        if (!data.isWeighted()) {
            return;
        }
        var largest = 0f;
        for (var sample = 0; sample < data.size(); sample++) {
            var weight = data.weight(sample);
            if (!(weight >= 0 && Float.isFinite(weight))) {
                throw new DataException(data.description() + ": the weight of sample " + data.sampleName(sample)
                        + " is " + weight
                        + ", where a finite number of at least 0 is expected; correct it, or leave the"
                        + " sample out");
            }
            largest = Math.max(largest, weight);
        }
        if (largest == 0) {
            throw new DataException(data.description()
                    + ": all weights are 0, so that no sample counts; give at least one a weight above 0");
        }
    }

    /** What a user should know of weights that make steps much larger or smaller than the same data without; null if all is well. */
    public static @Nullable String advice(Dataset data) {
        if (!data.isWeighted()) {
            return null;
        }
        var mean = IntStream.range(0, data.size()).mapToDouble(data::weight).sum() / data.size();
        return mean >= 1 / FAR && mean <= FAR
                ? null
                : String.format(
                        Locale.ROOT,
                        "The weights of samples have a mean of %.3g, and so many times are loss and gradients of what they would"
                                + " be without: divide the weights by it if the learning rate is meant for 1",
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
