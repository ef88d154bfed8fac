package dev.updraft.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.updraft.Device;
import dev.updraft.Flowers;
import dev.updraft.compiler.layers.StepPrecision;
import dev.updraft.engine.spi.Engines;
import dev.updraft.history.History;
import dev.updraft.training.Callback;
import dev.updraft.training.Training;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was stopped and goes on ends as one that never was. */
class ResumeTest extends CheckpointedTraining {
    /** Step 0 is the validation. */
    @ParameterizedTest
    @CsvSource({
        "cpu, 1, 1",
        "cpu, 1, 5",
        "cpu, 2, 8",
        "cpu, 2, 0",
        "cpu, 4, 7",
        "cpu, 4, 0",
        "reference, 3, 3",
        "reference, 1, 0"
    })
    void endsAsARunThatWasNeverStopped(String engine, int epoch, int step) throws IOException {
        var device = Device.parse(engine);
        try (var model = model(TrainingToKill.MODEL, device, 2)) {
            assertThatThrownBy(() -> model.fit(DATA, saving(), at(epoch, step)))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        try (var model = model(TrainingToKill.MODEL, device, 3)) {
            assertThat(result(model, model.fit(DATA, resuming()))).isEqualTo(neverStopped(device));
        }
    }

    /** The weights of a checkpoint are float32 in whatever precision they are multiplied. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void goesOnInBf16AsIfNeverStopped(String engine) throws IOException {
        var device = Device.parse(engine);
        var text = TrainingToKill.MODEL.replace("batch_size: 16", "batch_size: 16, precision: bf16");
        assumeThat(Engines.of(engine).precisionProblem(StepPrecision.BF16)).isNull();
        try (var model = model(text, device, 2)) {
            assertThatThrownBy(() -> model.fit(DATA, saving(), at(2, 5))).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        String resumed;
        try (var model = model(text, device, 3)) {
            resumed = result(model, model.fit(DATA, resuming()));
        }
        try (var model = model(text, device, 1)) {
            assertThat(resumed).isEqualTo(result(model, model.fit(DATA))).isNotEqualTo(neverStopped(device));
        }
    }

    /** Each remembers something else between steps. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nadam(learning_rate: per_epoch(step(0.05, steps: 1, factor: 0.5)))",
                "adamax(learning_rate: cosine_restarts(0.05, first_decay_steps: 5))",
                "adadelta(learning_rate: 0.5)",
                "adam(learning_rate: 0.05, amsgrad: true)",
                "lion(learning_rate: one_cycle(0.02, total_steps: 30))",
                "muon(learning_rate: 0.02, exclude_layers: dense_1)",
                "lbfgs(history_size: 2)"
            })
    void everyOptimizerGoesOnAsIfNeverStopped(String optimizer) throws IOException {
        var text = Flowers.MODEL.formatted(optimizer);
        try (var model = model(text, Device.cpu(), 2)) {
            assertThatThrownBy(() -> model.fit(DATA, saving(), at(2, 5))).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        String resumed;
        try (var model = model(text, Device.cpu(), 2)) {
            resumed = result(model, model.fit(DATA, resuming()));
        }
        try (var model = model(text, Device.cpu(), 1)) {
            assertThat(resumed).isEqualTo(result(model, model.fit(DATA)));
        }
    }

    @Test
    void anyOfItsCheckpointsWillDo() throws IOException {
        try (var model = model()) {
            model.fit(DATA, saving());
        }
        var names = names();
        assertThat(names.size()).isGreaterThan(6);
        var expected = neverStopped(Device.cpu());
        for (var newest = names.size() - 1; newest > 0; newest--) {
            delete(names.get(newest));
            try (var model = model()) {
                assertThat(result(model, model.fit(DATA, resuming()))).isEqualTo(expected);
            }
        }
    }

    @Test
    void moreEpochsAreCountedFromTheBeginning() throws IOException {
        try (var model = model()) {
            model.fit(DATA, saving().withEpochs(2));
        }
        try (var model = model()) {
            var history = model.fit(DATA, resuming().withEpochs(4));
            assertThat(history.epochs()).extracting(History.Epoch::number).containsExactly(1, 2, 3, 4);
            assertThat(result(model, history)).isEqualTo(neverStopped(Device.cpu()));
        }
    }

    @Test
    void aRunThatIsDoneHasNothingToDo() throws IOException {
        try (var model = model()) {
            model.fit(DATA, saving().withEpochs(3));
        }
        try (var model = model()) {
            assertThat(model.fit(DATA, resuming()).epochs()).hasSize(3);
        }
    }

    /** Counts epochs. */
    private static final class Counting implements Callback {
        private int epochs;

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public void epochFinished(Training training, History.Epoch epoch) {
            epochs++;
        }

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeInt(epochs);
        }

        @Override
        public void read(DataInput in) throws IOException {
            epochs = in.readInt();
        }
    }

    @Test
    void callbacksGoOnWithWhatTheyKnew() throws IOException {
        var counting = new Counting();
        try (var model = model()) {
            assertThatThrownBy(() -> model.fit(DATA, saving().withCallbacks(counting), at(3, 2)))
                    .isInstanceOf(CancellationException.class);
            Thread.interrupted();
        }
        var resumed = new Counting();
        try (var model = model()) {
            model.fit(DATA, resuming().withCallbacks(resumed));
        }
        assertThat(resumed.epochs).isEqualTo(4);
    }

    @Test
    void callbacksThatComeOrGoAreNoticed() throws IOException {
        try (var model = model()) {
            model.fit(DATA, saving().withEpochs(1).withCallbacks(new Counting()));
        }
        var heard = new ArrayList<String>();
        try (var model = model()) {
            model.fit(DATA, resuming(), noticesInto(heard));
        }
        assertThat(heard).contains("counting was used before and is not used now");
    }
}
