package dev.updraft.training.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.CallbackSettings.Mode;
import dev.updraft.training.TrainingException;
import java.io.IOException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When training stops, and what the model is then, by the rules of Keras 3's {@code EarlyStopping}. */
class EarlyStoppingTest {

    private static EarlyStopping stopping(
            @Nullable String monitor, Mode mode, int patience, double minDelta, boolean restoreBest) {
        return new EarlyStopping(new CallbackSettings.EarlyStopping(monitor, mode, patience, minDelta, restoreBest));
    }

    @ParameterizedTest(name = "patience {0}, min_delta {1}, {2}: stops after {3}, best {4}")
    @CsvSource({
        // An epoch that only equals the best is none better.
        "2, 0,   '5 4 4 4 3',       4, 2",
        // The count begins anew with every improvement.
        "2, 0,   '5 6 4 6 3 6 6 6', 7, 5",
        "1, 0,   '5 4 3 4 2',       4, 3",
        // With patience 0 the first epoch that is no better ends it; as in Keras never the first of all.
        "0, 0,   '5 4 4 3',         3, 2",
        "0, 0,   'NaN 4 4 3',       3, 2",
        // Improvements of at most min_delta are none, even where they add up.
        "2, 0.5, '5 4.75 4.5 4',    3, 1",
        "2, 0.5, '5 4.75 4 4 4',    5, 3",
        // Not a number is never better.
        "2, 0,   '5 NaN NaN 1',     3, 1",
    })
    void stopsAsKerasDoes(int patience, double minDelta, String losses, int epochs, int best) {
        var script = java.util.Arrays.stream(losses.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        var training = new ScriptedTraining().run(stopping(null, Mode.AUTO, patience, minDelta, true), script);
        assertThat(training.history().epochs()).hasSize(epochs);
        assertThat(training.weight()).isEqualTo(best);

        // The same with large values better.
        var negated = new ScriptedTraining().run(stopping("val_accuracy", Mode.AUTO, patience, minDelta, true), script);
        assertThat(negated.history().epochs()).hasSize(epochs);
        assertThat(negated.weight()).isEqualTo(best);
    }

    @Test
    void saysWhyItStopsAndWhatIsRestored() {
        var training = new ScriptedTraining().run(new EarlyStopping(2), 5, 0.8123, 3, 2, 1);
        assertThat(training.history().stopped()).isEqualTo("val_loss has not improved for 2 epochs");
        assertThat(training.notices())
                .containsExactly("Epoch 4: val_loss has not improved for 2 epochs; best 0.8123 in epoch 2,"
                        + " whose weights are restored");
    }

    @Test
    void takesTheBestWeightsBackThoughTrainingRunsToItsEnd() {
        var training = new ScriptedTraining().run(new EarlyStopping(9), 5, 4, 6);
        assertThat(training.history().stopped()).isNull();
        assertThat(training.weight()).isEqualTo(2);
        assertThat(training.notices()).containsExactly("val_loss: best 4.0000 in epoch 2, whose weights are restored");
    }

    @Test
    void saysNothingIfTheLastEpochIsTheBest() {
        var training = new ScriptedTraining().run(new EarlyStopping(9), 5, 4, 3);
        assertThat(training.weight()).isEqualTo(3);
        assertThat(training.notices()).isEmpty();
    }

    @Test
    void leavesTheWeightsAloneIfAsked() {
        var training = new ScriptedTraining().run(stopping(null, Mode.AUTO, 1, 0, false), 5, 4, 6);
        assertThat(training.weight()).isEqualTo(3);
        assertThat(training.notices())
                .containsExactly("Epoch 3: val_loss has not improved for an epoch; best 4.0000 in epoch 2");
    }

    @Test
    void aMetricThatIsNeverANumberRestoresNothing() {
        var training = new ScriptedTraining().run(new EarlyStopping(2), Double.NaN, Double.NaN, 1);
        assertThat(training.weight()).isEqualTo(2);
        assertThat(training.notices())
                .containsExactly("Epoch 2: val_loss has not improved for 2 epochs; it has always been NaN");
    }

    @Test
    void theModeCanBeSet() {
        var training = new ScriptedTraining().run(stopping("val_loss", Mode.MAX, 1, 0, true), 5, 4, 6);
        assertThat(training.history().epochs()).hasSize(2);
        assertThat(training.weight()).isEqualTo(1);
    }

    @Test
    void servesOneRunAfterAnother() {
        var stopping = new EarlyStopping(1);
        new ScriptedTraining().run(stopping, 1, 2);
        assertThat(new ScriptedTraining().run(stopping, 9, 8, 9).weight()).isEqualTo(2);
    }

    @Test
    void goesOnExactlyAfterEveryEpoch() throws IOException {
        double[] script = {5, 4, 4.5, 3, 6, 6, 6, 6};
        var whole = new ScriptedTraining().run(new EarlyStopping(3), script);
        var parts = IntStream.rangeClosed(0, script.length)
                .mapToObj(_ -> new EarlyStopping(3))
                .toList();
        var resumed = new ScriptedTraining().resumed(parts, script);
        assertThat(whole.history().epochs()).hasSize(7);
        assertThat(resumed.history().epochs()).hasSameSizeAs(whole.history().epochs());
        assertThat(resumed.weight()).isEqualTo(whole.weight()).isEqualTo(4);
    }

    @Test
    void doesNotGoOnWithAnotherMetric() {
        var training = new ScriptedTraining();
        var before = new EarlyStopping(3);
        var after = new EarlyStopping("val_accuracy", 3);
        before.started(training);
        after.started(training);
        assertThatThrownBy(() -> ScriptedTraining.copyState(before, after))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("monitored `val_loss` so far");
    }

    @Test
    void aMetricThatTheRunDoesNotHaveIsAnErrorBeforeItBegins() {
        var training = new ScriptedTraining();
        assertThatThrownBy(() -> new EarlyStopping("val_acuracy", 3).started(training))
                .isInstanceOf(TrainingException.class)
                .hasMessage("early_stopping monitors `val_acuracy`, which this run does not have: its metrics"
                        + " are loss, accuracy, val_loss, val_accuracy; did you mean `val_accuracy`?");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new EarlyStopping(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("patience must be at least 0, but is -1");
    }
}
