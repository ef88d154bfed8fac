package dev.updraft.metrics;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Metric.Average;
import dev.updraft.compiler.layers.ProblemType;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.StepOutputs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gathered metrics in a checkpoint. */
class MetricAccumulatorStateTest {
    private static final int SAMPLES = 23;
    private static final int BATCH = 4;
    private static final Metric LOG_LOSS = new Metric.LogLoss();

    static Stream<ProblemType> tasks() {
        return Stream.of(
                new ProblemType.Classes(3, 1),
                new ProblemType.BinaryClass(1),
                new ProblemType.OneHot(3),
                new ProblemType.Labels(3),
                new ProblemType.Values(2));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void aScorerWrittenAndReadAfterAnyBatchEndsWithTheSameMetrics(ProblemType problemType) throws IOException {
        for (var examining : List.of(true, false)) {
            var expected = feed(scorer(problemType, examining), problemType, 0, SAMPLES);
            for (var stop = 0; stop <= SAMPLES; stop += BATCH) {
                var first = feed(scorer(problemType, examining), problemType, 0, stop);
                var second = feed(scorer(problemType, examining), problemType, 0, BATCH);
                second.read(in(written(first)));
                feed(second, problemType, stop, SAMPLES);

                assertThat(second.evaluation(List.of())).isEqualTo(expected.evaluation(List.of()));
                assertThat(written(second)).isEqualTo(written(expected));
            }
        }
    }

    @Test
    void whatIsCutShortIsRefusedAndLeavesNothingBehind() throws IOException {
        var task = new ProblemType.Classes(3, 1);
        var bytes = written(feed(scorer(task, true), task, 0, SAMPLES));
        for (var length = 0; length < bytes.length; length++) {
            var metricAccumulator = feed(scorer(task, true), task, 0, BATCH);
            var part = in(Arrays.copyOf(bytes, length));

            assertThatExceptionOfType(EOFException.class).isThrownBy(() -> metricAccumulator.read(part));
            assertThat(written(metricAccumulator)).isEqualTo(written(scorer(task, true)));
        }
    }

    @Test
    void theStateOfAnotherModelIsRefused() throws IOException {
        var bytes =
                written(feed(scorer(new ProblemType.Classes(3, 1), true), new ProblemType.Classes(3, 1), 0, SAMPLES));

        for (var other : List.of(
                scorer(new ProblemType.Classes(4, 1), true),
                MetricAccumulator.of(new ProblemType.Classes(3, 1), List.of(LOG_LOSS)),
                MetricAccumulator.of(new ProblemType.Classes(3, 1), List.of(LOG_LOSS, new Metric.TopKAccuracy(2))))) {
            assertThatIOException().isThrownBy(() -> other.read(in(bytes))).withMessageContaining("expected");
        }
    }

    private static MetricAccumulator scorer(ProblemType problemType, boolean examining) {
        var metrics = Stream.of(
                        new Metric.Accuracy(),
                        new Metric.TopKAccuracy(2),
                        new Metric.F1(Average.WEIGHTED),
                        new Metric.RocAuc(Average.PER_CLASS),
                        new Metric.PrAuc(Average.MACRO),
                        LOG_LOSS,
                        new Metric.Brier(),
                        new Metric.Mcc(),
                        new Metric.Specificity(Average.MACRO),
                        new Metric.MeanAbsoluteError(),
                        new Metric.MeanAbsolutePercentageError(),
                        new Metric.Pearson(),
                        new Metric.CosineSimilarity(),
                        new Metric.R2())
                .filter(problemType::fits)
                .filter(metric -> examining || !(metric instanceof Metric.RocAuc || metric instanceof Metric.PrAuc))
                .toList();
        return MetricAccumulator.of(problemType, metrics, List.of(), examining);
    }

    private static MetricAccumulator feed(
            MetricAccumulator metricAccumulator, ProblemType problemType, int from, int to) {
        var random = new Random(7);
        var width = problemType instanceof ProblemType.BinaryClass
                ? 1
                : Math.max(problemType.classes(), problemType.values());
        var predictions = new double[SAMPLES * width];
        Arrays.setAll(predictions, _ -> random.nextDouble());
        var segment = Samples.values(predictions);
        var targets = targets(problemType, random);
        var targetWidth = Math.max(1, problemType.values());
        for (var first = from; first < to; first += BATCH) {
            var size = Math.min(BATCH, to - first);
            var batch =
                    new Batch(size, List.of(), List.of(targets.asSlice((long) first * targetWidth * Integer.BYTES)));
            var predicted = StepOutputs.of(segment.asSlice(JAVA_FLOAT.byteSize() * first * width));
            metricAccumulator.add(batch, predicted, Math.sin(first));
        }
        return metricAccumulator;
    }

    private static MemorySegment targets(ProblemType problemType, Random random) {
        return problemType.values() == 0
                ? Samples.classes(random.ints(SAMPLES, 0, problemType.classes()).toArray())
                : Samples.values(random.ints((long) SAMPLES * problemType.values(), 0, 2)
                        .asDoubleStream()
                        .toArray());
    }

    private static byte[] written(MetricAccumulator metricAccumulator) throws IOException {
        var bytes = new ByteArrayOutputStream();
        metricAccumulator.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
