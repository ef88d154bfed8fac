package dev.updraft.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.CallbackSettings.Mode;
import dev.updraft.history.History;
import dev.updraft.training.Callback;
import dev.updraft.training.ModelSnapshot;
import dev.updraft.training.Training;
import dev.updraft.training.callbacks.EarlyStopping;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run in which a callback goes back to earlier weights, where those that are validated are averages of those trained. */
class RestoredWeightsTest extends CheckpointedTraining {
    private static final String AVERAGED = TrainingToKill.MODEL.replace("epochs: 4", "epochs: 3, ema_momentum: 0.9");

    /** Keeps the weights of the first epoch, and goes back to them after some steps. */
    private static final class GoingBack implements Callback {
        private final List<Long> steps;
        private @Nullable ModelSnapshot first;

        GoingBack(List<Long> steps) {
            this.steps = steps;
        }

        @Override
        public String name() {
            return "going_back";
        }

        @Override
        public void started(Training training) {
            first = training.snapshot();
        }

        @Override
        public long dueAfter(long step) {
            return step + 1; // So that there is a checkpoint after every one.
        }

        @Override
        public void stepped(Training training) {
            if (training.step() % 8 != 0) {
                goBack(training);
            }
        }

        @Override
        public void epochFinished(Training training, History.Epoch epoch) {
            if (epoch.number() == 1) {
                first = training.snapshot();
            }
            goBack(training);
        }

        private void goBack(Training training) {
            if (steps.contains(training.step())) {
                training.restore(Objects.requireNonNull(first));
            }
        }

        @Override
        public void write(DataOutput out) throws IOException {
            Objects.requireNonNull(first).write(out);
        }

        @Override
        public void read(DataInput in) throws IOException {
            first = Objects.requireNonNull(first).read(in);
        }
    }

    /** In the midst of epochs, at their end, and in the very end. */
    @ParameterizedTest
    @ValueSource(strings = {"16 24", "11 20"})
    void goesOnFromEveryStepAsIfItHadNeverStopped(String text) throws IOException {
        var steps = List.of(text.split(" ")).stream().map(Long::valueOf).toList();
        String expected;
        try (var model = averaged()) {
            expected = result(model, model.fit(DATA, saving().withCallbacks(new GoingBack(steps))));
        }
        var names = names();
        assertThat(names).hasSizeGreaterThan(24);
        for (var newest = names.size() - 1; newest > 0; newest--) {
            try (var model = averaged()) {
                var options = resuming().withCallbacks(new GoingBack(steps));
                assertThat(result(model, model.fit(DATA, options)))
                        .as(names.get(newest))
                        .isEqualTo(expected);
            }
            delete(names.get(newest));
        }
    }

    private Model averaged() throws IOException {
        return model(AVERAGED, Device.cpu(), 2);
    }

    /** Killed after the last checkpoint, before the run has come to its end. */
    @Test
    void anEarlyStopIsToldThoughItWasBeforeTheCheckpoint() throws IOException {
        var whole = new ArrayList<String>();
        try (var model = model()) {
            model.fit(DATA, saving().withCallbacks(impatient()), noticesInto(whole));
        }
        assertThat(whole).singleElement().asString().contains("val_loss has not improved for an epoch");
        Files.delete(checkpoints().resolve("ended"));
        var resumed = new ArrayList<String>();
        try (var model = model()) {
            model.fit(DATA, resuming().withCallbacks(impatient()), noticesInto(resumed));
        }
        assertThat(resumed.getLast()).isEqualTo(whole.getFirst());
    }

    private static EarlyStopping impatient() {
        return new EarlyStopping(new CallbackSettings.EarlyStopping(null, Mode.AUTO, 1, 100, true));
    }
}
