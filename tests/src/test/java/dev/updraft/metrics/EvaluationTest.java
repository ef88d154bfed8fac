package dev.updraft.metrics;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Metric.Average;
import dev.updraft.compiler.layers.ProblemType;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static Evaluation evaluation(List<String> names) {
        return Samples.scored(
                        new ProblemType.Classes(3, 1),
                        List.of(new Metric.TopKAccuracy(2)),
                        Samples.classes(0, 1, 2, 2),
                        Samples.guesses(3, 0, 2, 2, 2),
                        4)
                .evaluation(names);
    }

    @Test
    void whatIsUsualForClassesIsThereUnasked() {
        assertThat(evaluation(List.of()).metrics())
                .containsOnlyKeys("top_2_accuracy", "accuracy", "precision", "recall", "f1");
    }

    @Test
    void theTextIsATidyTable() {
        assertThat(evaluation(List.of("cat", "dog", "a horse")).render()).isEqualTo("""
                        samples              4
                        loss            1.0000
                        top_2_accuracy  1.0000
                        accuracy        0.7500
                        precision       0.5556
                        recall          0.6667
                        f1              0.6000

                        class    precision  recall      f1  samples
                        cat         1.0000  1.0000  1.0000        1
                        dog         0.0000  0.0000  0.0000        1
                        a horse     0.6667  1.0000  0.8000        2

                        confusion matrix (rows: true class, columns: predicted)
                                   0  1  2
                        0 cat      1  0  0
                        1 dog      0  0  1
                        2 a horse  0  0  2
                        """);
    }

    @Test
    void namesFromDataCannotRewriteTheTerminal() {
        assertThat(evaluation(List.of("\u001b[2Jcat", "dog\n", "x")).render())
                .contains("\\u001b[2Jcat", "dog\\n")
                .doesNotContain("\u001b");
    }

    @Test
    void anUnknownMetricNamesTheKnown() {
        var evaluation = new Evaluation(1, 0.5, Map.of("mae", 0.25), List.of(), null);

        assertThat(evaluation.metric("mae")).isEqualTo(0.25);
        assertThatThrownBy(() -> evaluation.metric("accuracy"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`accuracy`")
                .hasMessageContaining("mae");
    }

    /** scikit-learn refuses predictions that are NaN; a metric of the others would look as if nothing had happened. */
    @Test
    void noMetricIsDefinedIfAPredictionIsNaN() {
        var metricAccumulator = MetricAccumulator.of(
                new ProblemType.Classes(3, 1),
                List.of(new Metric.Accuracy(), new Metric.LogLoss(), new Metric.RocAuc(Average.MACRO)));
        try (var arena = Arena.ofConfined()) {
            var nan = Float.NaN;
            var predictions = arena.allocateFrom(JAVA_FLOAT, 0.9f, 0.05f, 0.05f, nan, nan, nan, 0.1f, 0.1f, 0.8f);
            var batch = new Batch(3, List.of(), List.of(arena.allocateFrom(JAVA_INT, 0, 0, 2)));
            metricAccumulator.add(batch, StepOutputs.of(predictions), nan);
            assertThat(metricAccumulator.metrics().values()).allMatch(value -> value.isNaN());
            assertThat(metricAccumulator.evaluation(List.of()).confusion()).isNull();
            assertThat(metricAccumulator.evaluation(List.of()).render())
                    .contains("accuracy", "undefined", "The loss is NaN");
            metricAccumulator.reset();
            metricAccumulator.add(
                    new Batch(1, List.of(), List.of(arena.allocateFrom(JAVA_INT, 0))),
                    StepOutputs.of(predictions),
                    0.1);
            assertThat(metricAccumulator.metrics()).containsEntry("accuracy", 1.0);
        }
    }
}
