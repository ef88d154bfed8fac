package dev.updraft.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.history.History;
import dev.updraft.training.Callback;
import dev.updraft.training.FitOptions;
import dev.updraft.training.Training;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingException;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is saved and what stays; and what happens where it cannot be saved. */
class SavingTest extends CheckpointedTraining {
    /** Its state cannot be written after one of the epochs. */
    private static final class Failing implements Callback {
        private final int failing;
        private int epochs;

        Failing(int failing) {
            this.failing = failing;
        }

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public void epochFinished(Training training, History.Epoch epoch) {
            epochs++;
        }

        @Override
        public void write(DataOutput out) throws IOException {
            if (epochs == failing) {
                throw new IOException("No space left on device");
            }
        }
    }

    @Test
    void aSaveThatFailsIsToldAndTrainingGoesOn() throws IOException {
        var heard = new ArrayList<TrainingEvent.Checkpoint>();
        try (var model = model()) {
            model.fit(DATA, saving().withCallbacks(new Failing(2)), event -> {
                if (event instanceof TrainingEvent.Checkpoint saved) {
                    heard.add(saved);
                }
            });
        }
        assertThat(heard).anySatisfy(saved -> assertThat(saved.problem()).contains("No space left on device"));
        assertThat(heard.getLast().problem()).isNull();
        try (var files = Files.list(checkpoints())) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith(".unfinished"));
        }
    }

    @Test
    void aSaveThatFailsAtTheStartIsAnErrorBeforeTraining() throws IOException {
        var heard = new ArrayList<TrainingEvent>();
        try (var model = model()) {
            assertThatThrownBy(() -> model.fit(DATA, saving().withCallbacks(new Failing(0)), heard::add))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("No space left on device");
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void noMomentIsSavedTwice() throws IOException {
        var heard = new ArrayList<Path>();
        try (var model = model()) {
            model.fit(DATA, saving(), event -> {
                if (event instanceof TrainingEvent.Checkpoint(var path, var _)) {
                    heard.add(path);
                }
            });
        }
        assertThat(heard).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void theNewestAndTheBestStay() throws IOException {
        try (var model = model()) {
            var history = model.fit(
                    DATA,
                    FitOptions.NONE
                            .withEpochs(12)
                            .withCheckpoints(Checkpoints.in(checkpoints())
                                    .every(Duration.ZERO)
                                    .keep(2)));
            var best = history.epochs().stream()
                    .min(Comparator.comparingDouble(epoch -> Objects.requireNonNull(epoch.validationLoss())))
                    .orElseThrow()
                    .number();
            var name = Files.readString(checkpoints().resolve("best"));
            assertThat(name).isEqualTo("step-" + best * 8 + "-epoch-" + best);
            assertThat(names()).contains(name).contains("step-96-epoch-12").hasSizeBetween(2, 3);
        }
    }

    private static int mostAccurate(History history) {
        return history.epochs().stream()
                .max(Comparator.comparingDouble(
                                (History.Epoch epoch) -> epoch.allMetrics().getOrDefault("val_accuracy", Double.NaN))
                        .thenComparing(History.Epoch::number, Comparator.reverseOrder()))
                .orElseThrow()
                .number();
    }

    private String best() throws IOException {
        return Files.readString(checkpoints().resolve("best"));
    }

    @Test
    void theBestIsToldByTheMetricThatIsNamed() throws IOException {
        var wanted = Checkpoints.in(checkpoints()).every(Duration.ZERO).keep(1).best("val_accuracy");
        try (var model = model()) {
            var history = model.fit(DATA, FitOptions.NONE.withEpochs(12).withCheckpoints(wanted));
            var best = mostAccurate(history);
            assertThat(best).isLessThan(12);
            assertThat(best()).isEqualTo("step-" + best * 8 + "-epoch-" + best);
            assertThat(names()).containsExactly(best(), "step-96-epoch-12");
        }
    }

    @Test
    void aResumedRunTellsTheBestByTheMetricThatIsNamedThen() throws IOException {
        try (var model = model()) {
            model.fit(DATA, saving().withEpochs(12));
        }
        var byLoss = best();
        try (var model = model()) {
            var resuming = Checkpoints.resume(checkpoints()).keep(100).best("val_accuracy");
            var best = mostAccurate(model.fit(DATA, FitOptions.NONE.withCheckpoints(resuming)));
            assertThat(best()).isEqualTo("step-" + best * 8 + "-epoch-" + best).isNotEqualTo(byLoss);
        }
    }

    @Test
    void aMetricThatThereIsNotIsAnErrorBeforeTheFirstStep() throws IOException {
        var heard = new ArrayList<TrainingEvent>();
        var wanted = Checkpoints.in(checkpoints()).best("val_acuracy");
        try (var model = model()) {
            assertThatThrownBy(() -> model.fit(DATA, FitOptions.NONE.withCheckpoints(wanted), heard::add))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContainingAll(
                            "the best checkpoint monitors `val_acuracy`", "did you mean `val_accuracy`?");
        }
        assertThat(heard).isEmpty();
        assertThat(names()).isEmpty();
    }
}
