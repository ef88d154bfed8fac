package dev.updraft.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.history.History;
import dev.updraft.training.TrainingEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingTextTest {
    private static final History.Epoch EPOCH =
            new History.Epoch(1, 0.5, Map.of("accuracy", 0.75), 0.625, Map.of("accuracy", 0.5), 2, 50, 0.001);

    private final StringWriter out = new StringWriter();
    private long nanoTime;

    private TrainingText listener(int columns) {
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(out), columns, false);
        return new TrainingText(terminal, new LiveLine(terminal, () -> nanoTime), () -> nanoTime);
    }

    private void trainAnEpoch(TrainingText listener) {
        listener.on(new TrainingEvent.EpochStarted(1, 3, 100));
        for (var step = 1; step <= 100; step++) {
            nanoTime += 20_000_000;
            listener.on(new TrainingEvent.StepFinished(1, step, 100, new Figures()));
        }
        listener.on(new TrainingEvent.EpochFinished(EPOCH, 3));
    }

    @Test
    void aFileGetsOneLineAnEpoch() {
        trainAnEpoch(listener(0));
        assertThat(out.toString())
                .isEqualTo("Epoch 1/3: 100 steps 2s 20ms/step"
                        + " - loss: 0.5000 - accuracy: 0.7500 - val_loss: 0.6250 - val_accuracy: 0.5000\n");
    }

    @Test
    void aTerminalGetsALineThatMovesTenTimesASecond() {
        trainAnEpoch(listener(100));
        assertThat(out.toString().lines().findFirst()).contains("Epoch 1/3");
        assertThat(out.toString().split("\r", -1)).hasSize(2 + 20);
        assertThat(out.toString())
                .contains("\r\u001B[K 51/100 " + "━".repeat(10) + "─".repeat(10)
                        + " 1s 20ms/step - loss: 1.0000 - accuracy: 0.5000")
                .endsWith(
                        "\r\u001B[K100/100 " + "━".repeat(20)
                                + " 2s 20ms/step - loss: 0.5000 - accuracy: 0.7500 - val_loss: 0.6250 - val_accuracy: 0.5000\n");
    }

    @Test
    void aNarrowTerminalIsNeverOverrun() {
        trainAnEpoch(listener(40));
        var moving = out.toString().split("\r\u001B\\[K", -1);
        for (var i = 1; i < moving.length - 1; i++) {
            assertThat(moving[i].length()).isLessThan(40);
        }
    }

    /** Nothing is counted where all has been learnt before; the inertia is the loss of all samples. */
    @Test
    void whatLearnsAtOnceHasNoEpochs() {
        var listener = listener(0);
        listener.on(new TrainingEvent.RunStarted("Segments", "cpu", "data", 100, 0, 1, 1, 1024, 1, 7, true, List.of()));
        listener.on(new TrainingEvent.EpochStarted(1, 1, 1));
        var metrics = Map.of("inertia", 12.5);
        listener.on(new TrainingEvent.EpochFinished(
                new History.Epoch(1, 0.125, metrics, 0.25, metrics, 0.5, 2, Double.NaN), 1));
        assertThat(out.toString().lines())
                .containsExactly(
                        "Training Segments: 100 samples, at once, seed 7",
                        "Data: data",
                        "Running on cpu",
                        "Measured in 500ms - inertia: 12.5000 - val_inertia: 12.5000");
    }

    @Test
    void theLearningRateIsShownOnceItHasChanged() {
        var listener = listener(0);
        trainAnEpoch(listener);
        listener.on(
                new TrainingEvent.EpochFinished(new History.Epoch(2, 0.5, Map.of(), null, Map.of(), 2, 50, 0.0005), 3));
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        first -> assertThat(first).doesNotContain("learning_rate"),
                        second -> assertThat(second).endsWith(" - loss: 0.5000 - learning_rate: 5.0000e-04"));
    }

    private record Figures() implements TrainingEvent.Running {
        @Override
        public double loss() {
            return 1;
        }

        @Override
        public Map<String, Double> metrics() {
            return Map.of("accuracy", 0.5);
        }
    }
}
