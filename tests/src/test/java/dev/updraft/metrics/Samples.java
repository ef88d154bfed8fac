package dev.updraft.metrics;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.ProblemType;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Predictions and targets, written as arrays. */
final class Samples {
    private static final Arena ARENA = Arena.ofAuto();

    private Samples() {}

    /** A scorer that has seen the samples in batches of {@code size}. */
    static MetricAccumulator scored(
            ProblemType problemType, List<Metric> metrics, MemorySegment targets, MemorySegment predictions, int size) {
        return fed(MetricAccumulator.of(problemType, metrics), problemType, targets, predictions, size);
    }

    /** The scorer, when it has seen the samples in batches of {@code size}. */
    static MetricAccumulator fed(
            MetricAccumulator metricAccumulator,
            ProblemType problemType,
            MemorySegment targets,
            MemorySegment predictions,
            int size) {
        return fed(metricAccumulator, problemType, targets, predictions, null, size);
    }

    /** As the other, of samples that count as much as their weights say. */
    static MetricAccumulator fed(
            MetricAccumulator metricAccumulator,
            ProblemType problemType,
            MemorySegment targets,
            MemorySegment predictions,
            @Nullable MemorySegment weights,
            int size) {
        var targetBytes = problemType.values() == 0 ? Integer.BYTES : problemType.values() * Float.BYTES;
        var samples = (int) (targets.byteSize() / targetBytes);
        var predictionBytes = predictions.byteSize() / samples;
        for (var first = 0; first < samples; first += size) {
            var count = Math.min(size, samples - first);
            var rows = targets.asSlice((long) first * targetBytes);
            var batch = new Batch(
                    count,
                    List.of(),
                    weights == null ? List.of(rows) : List.of(rows, weights.asSlice((long) first * Float.BYTES)));
            metricAccumulator.add(batch, StepOutputs.of(predictions.asSlice(first * predictionBytes)), first + 1);
        }
        return metricAccumulator;
    }

    static MemorySegment classes(int... numbers) {
        return ARENA.allocateFrom(JAVA_INT, numbers);
    }

    static MemorySegment values(double... values) {
        var floats = new float[values.length];
        for (var i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return ARENA.allocateFrom(JAVA_FLOAT, floats);
    }

    /** Scores in which each of the given classes is the likeliest. */
    static MemorySegment guesses(int count, int... guesses) {
        return values(IntStream.of(guesses)
                .boxed()
                .flatMapToDouble(guess -> IntStream.range(0, count).mapToDouble(i -> i == guess ? 0.75 : 0.125))
                .toArray());
    }
}
