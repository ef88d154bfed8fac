package dev.updraft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.Device;
import dev.updraft.Flowers;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.history.History;
import dev.updraft.training.callbacks.EarlyStopping;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a callback sees, and how it steers. */
class CallbackTest {
    private static final FitOptions OPTIONS = new FitOptions(4, 16, DataSplit.random(0.2), true, null);

    @TempDir
    private Path folder;

    private Model model() throws IOException {
        var text = Flowers.MODEL.formatted("adam(learning_rate: 0.02)");
        return Updraft.compile(Files.writeString(folder.resolve("net.model"), text))
                .on(Device.cpu());
    }

    /** Does something after each epoch. */
    private record AfterEpoch(Consumer<Training> action) implements Callback {
        @Override
        public String name() {
            return "after_epoch";
        }

        @Override
        public void epochFinished(Training training, History.Epoch epoch) {
            action.accept(training);
        }
    }

    private static History fit(Model model, Consumer<Training> afterEpoch, TrainingListener... listeners) {
        return model.fit(new Flowers(100), OPTIONS.withCallbacks(new AfterEpoch(afterEpoch)), listeners);
    }

    @Test
    void seesHowFarTrainingHasCome() throws IOException {
        var seen = new ArrayList<String>();
        try (var model = model()) {
            fit(
                    model,
                    training -> seen.add(String.format(
                            Locale.ROOT,
                            "%d %d %d",
                            training.epoch(),
                            training.step(),
                            training.history().epochs().size())));
        }
        assertThat(seen).containsExactly("1 5 1", "2 10 2", "3 15 3", "4 20 4");
    }

    @Test
    void stopsTrainingAndTheHistorySaysWhy() throws IOException {
        try (var model = model()) {
            var history = fit(model, training -> {
                if (training.epoch() == 2) {
                    training.stop("enough");
                    training.stop("more than enough");
                }
            });
            assertThat(history.epochs()).hasSize(2);
            assertThat(history.stopped()).isEqualTo("enough");
            assertThat(fit(model, _ -> {}).epochs().getFirst().number()).isEqualTo(3);
        }
    }

    @Test
    void stopsInTheMidstOfAnEpochWhichIsCutShort() throws IOException {
        var stopping = new Callback() {
            @Override
            public String name() {
                return "stopping";
            }

            @Override
            public void stepped(Training training) {
                training.stop("after the first steps");
            }
        };
        try (var model = model()) {
            var history = model.fit(new Flowers(1000), OPTIONS.withCallbacks(stopping));
            assertThat(history.epochs()).singleElement().satisfies(epoch -> {
                assertThat(epoch.stepsPerSecond() * epoch.seconds()).isLessThan(50);
                assertThat(epoch.validationLoss()).isNotNull();
            });
        }
    }

    @Test
    void stopsBeforeTheFirstStepAndNothingIsTrained() throws IOException {
        var stopping = new Callback() {
            @Override
            public String name() {
                return "stopping";
            }

            @Override
            public void started(Training training) {
                training.stop("no need");
            }
        };
        try (var model = model();
                var untrained = model()) {
            var history = model.fit(new Flowers(50), OPTIONS.withCallbacks(stopping, new EarlyStopping(1)));
            assertThat(history.epochs()).isEmpty();
            assertThat(history.stopped()).isEqualTo("no need");
            assertThat(model.predict(new Flowers(9)))
                    .usingRecursiveComparison()
                    .isEqualTo(untrained.predict(new Flowers(9)));
        }
    }

    @Test
    void aLearningRateCutToAlmostNothingLeavesTheWeightsAlone() throws IOException {
        var weights = new ArrayList<ModelSnapshot>();
        try (var model = model()) {
            fit(model, training -> {
                weights.add(training.snapshot());
                if (training.epoch() == 2) {
                    training.learningRateFactor(1e-30);
                }
            });
        }
        assertThat(bytes(weights.get(0))).isNotEqualTo(bytes(weights.get(1)));
        assertThat(bytes(weights.get(2))).isEqualTo(bytes(weights.get(1)));
    }

    @Test
    void weightsComeBack() throws IOException {
        var first = new ArrayList<ModelSnapshot>();
        try (var model = model()) {
            fit(model, training -> {
                if (first.isEmpty()) {
                    first.add(training.snapshot());
                } else {
                    training.restore(first.getFirst());
                    assertThat(bytes(training.snapshot())).isEqualTo(bytes(first.getFirst()));
                }
            });
        }
    }

    private static byte[] bytes(ModelSnapshot snapshot) {
        var bytes = new ByteArrayOutputStream();
        try {
            snapshot.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void savesTheModel() throws IOException {
        var file = folder.resolve("saved.safetensors");
        try (var model = model()) {
            var history = fit(model, training -> {
                if (training.epoch() == 4) {
                    training.save(file);
                }
            });
            try (var loaded = Updraft.load(file, Device.cpu())) {
                assertThat(loaded.predict(new Flowers(20)))
                        .usingRecursiveComparison()
                        .isEqualTo(model.predict(new Flowers(20)));
            }
            assertThat(history.stopped()).isNull();
        }
    }

    @Test
    void noticesAreHeard() throws IOException {
        var heard = new ArrayList<String>();
        try (var model = model()) {
            fit(model, training -> training.notice("epoch " + training.epoch()), event -> {
                if (event instanceof TrainingEvent.Notice(var text)) {
                    heard.add(text);
                }
            });
        }
        assertThat(heard).containsExactly("epoch 1", "epoch 2", "epoch 3", "epoch 4");
    }

    @Test
    void anInterruptEndsTrainingBetweenTwoSteps() throws IOException {
        try (var model = model()) {
            assertThatThrownBy(() -> fit(model, _ -> Thread.currentThread().interrupt()))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("interrupted after 0 of 5 batches");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(fit(model, _ -> {}).epochs()).hasSize(4);
        }
    }

    @Test
    void aFactorThatIsNotAboveZeroIsRefused() throws IOException {
        try (var model = model()) {
            assertThatThrownBy(() -> fit(model, training -> training.learningRateFactor(0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("above 0");
        }
    }
}
