package dev.updraft.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.updraft.Device;
import dev.updraft.Flowers;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.engine.Engine;
import dev.updraft.history.History;
import dev.updraft.training.Callback;
import dev.updraft.training.FitOptions;
import dev.updraft.training.Training;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingListener;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was stopped and goes on ends as one that never was; what cannot be gone on from is refused in words. */
class ResumeTest {
    private static final Flowers DATA = new Flowers(143);
    private static final int SEED = 7;

    @TempDir
    private Path folder;

    private Model model(String text, Device device, int threads) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("net.model"), text))
                .on(device, new Engine.Options(threads, SEED));
    }

    private Model model() throws IOException {
        return model(TrainingToKill.MODEL, Device.cpu(), 2);
    }

    private Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    private FitOptions saving() {
        return FitOptions.NONE.withCheckpoints(
                Checkpoints.in(checkpoints()).every(Duration.ZERO).keep(100));
    }

    private FitOptions resuming() {
        return FitOptions.NONE.withCheckpoints(Checkpoints.resume(checkpoints()).keep(100));
    }

    /** Weights and history, but for the wall-clock. */
    private String result(Model model, History history) throws IOException {
        var file = folder.resolve("weights.safetensors");
        model.save(file);
        return TrainingToKill.result(file, history);
    }

    private String neverStopped(Device device) throws IOException {
        try (var model = model(TrainingToKill.MODEL, device, 1)) {
            return result(model, model.fit(DATA));
        }
    }

    /** Interrupts the thread at an event. */
    private static TrainingListener at(int epoch, int step) {
        var epochs = new int[1];
        return event -> {
            if (event instanceof TrainingEvent.EpochStarted(var number, var _, var _)) {
                epochs[0] = number;
            }
            var there = switch (event) {
                case TrainingEvent.StepFinished done -> done.epoch() == epoch && done.step() == step;
                case TrainingEvent.EvaluationProgress _ -> epochs[0] == epoch && step == 0;
                default -> false;
            };
            if (there) {
                Thread.currentThread().interrupt();
            }
        };
    }

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

    @ParameterizedTest
    @ValueSource(
            strings = {"weights.safetensors", "optimizer.safetensors", "state.json", "scorer.bin", "manifest.json"})
    void ofADamagedOneThePreviousIsTakenAndNamed(String file) throws IOException {
        try (var model = model()) {
            model.fit(DATA, saving());
        }
        var names = names();
        var newest = checkpoints().resolve(names.getLast()).resolve(file);
        flip(newest, Files.size(newest) / 2);
        var before = checkpoints().resolve(names.get(names.size() - 2)).resolve(file);
        Files.write(before, Arrays.copyOf(Files.readAllBytes(before), (int) Files.size(before) / 2));
        Files.delete(checkpoints().resolve(names.get(names.size() - 3)).resolve(file));
        var heard = new ArrayList<String>();

        try (var model = model()) {
            var history = model.fit(DATA, resuming(), event -> {
                if (event instanceof TrainingEvent.Notice(var text)) {
                    heard.add(text);
                }
            });
            assertThat(result(model, history)).isEqualTo(neverStopped(Device.cpu()));
        }
        assertThat(heard).hasSize(4).first().asString().contains(names.getLast(), file, "damaged-");
        assertThat(heard.get(0)).endsWith("going on from " + names.get(names.size() - 4) + " instead");
    }

    @Test
    void onlyDamagedOnesAreAnErrorThatNamesThem() throws IOException {
        try (var model = model()) {
            model.fit(DATA, saving());
        }
        for (var name : names()) {
            flip(checkpoints().resolve(name).resolve("weights.safetensors"), 3000);
        }
        try (var model = model()) {
            assertThatThrownBy(() -> model.fit(DATA, resuming()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContainingAll("no checkpoint in it can be used", "step-0-epoch-0", "has changed");
        }
    }

    @Test
    void anotherModelOtherDataAndOtherSettingsAreRefusedWithTheDifference() throws IOException {
        try (var model = model()) {
            model.fit(DATA, saving());
        }
        refused(
                TrainingToKill.MODEL.replace("int = 8", "int = 9"),
                DATA,
                "the model is another one",
                "units: 9",
                "units: 8");
        refused(TrainingToKill.MODEL.replace("0.9", "0.8"), DATA, "the model is another one");
        refused(TrainingToKill.MODEL, new Flowers(144), "the training data is another");
        refused(TrainingToKill.MODEL.replace("batch_size: 16", "batch_size: 8"), DATA, "batch_size is 8, and was 16");
        refused(
                TrainingToKill.MODEL.replace("validation_split: 0.2", "shuffle: true"),
                DATA,
                "there is no validation data");
    }

    private void refused(String text, Flowers data, String... words) throws IOException {
        try (var model = model(text, Device.cpu(), 1)) {
            assertThatThrownBy(() -> model.fit(data, resuming()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContainingAll(words);
        }
    }

    @Test
    void aNewRunDoesNotMixWithAnother() throws IOException {
        try (var model = model()) {
            model.fit(DATA, saving());
            assertThatThrownBy(() -> model.fit(DATA, saving()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("holds the checkpoints of a training");
        }
    }

    @Test
    void anEmptyFolderHasNothingToResume() throws IOException {
        try (var model = model()) {
            assertThatThrownBy(() -> model.fit(DATA, resuming())).hasMessageContaining("there is no such folder");
            Files.createDirectory(checkpoints());
            assertThatThrownBy(() -> model.fit(DATA, resuming())).hasMessageContaining("holds no checkpoint");
        }
    }

    /** Counts epochs; at one of them its state cannot be written. */
    private static final class Counting implements Callback {
        private final int failing;
        private int epochs;

        Counting(int failing) {
            this.failing = failing;
        }

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
            if (epochs == failing) {
                throw new IOException("No space left on device");
            }
            out.writeInt(epochs);
        }

        @Override
        public void read(DataInput in) throws IOException {
            epochs = in.readInt();
        }
    }

    @Test
    void callbacksGoOnWithWhatTheyKnew() throws IOException {
        var counting = new Counting(-1);
        try (var model = model()) {
            assertThatThrownBy(() -> model.fit(DATA, saving().withCallbacks(counting), at(3, 2)))
                    .isInstanceOf(CancellationException.class);
            Thread.interrupted();
        }
        var resumed = new Counting(-1);
        try (var model = model()) {
            model.fit(DATA, resuming().withCallbacks(resumed));
        }
        assertThat(resumed.epochs).isEqualTo(4);
    }

    @Test
    void callbacksThatComeOrGoAreNoticed() throws IOException {
        try (var model = model()) {
            model.fit(DATA, saving().withEpochs(1).withCallbacks(new Counting(-1)));
        }
        var heard = new ArrayList<String>();
        try (var model = model()) {
            model.fit(DATA, resuming(), event -> {
                if (event instanceof TrainingEvent.Notice(var text)) {
                    heard.add(text);
                }
            });
        }
        assertThat(heard).contains("counting took part before and does not now");
    }

    @Test
    void aSaveThatFailsIsToldAndTrainingGoesOn() throws IOException {
        var heard = new ArrayList<TrainingEvent.Checkpoint>();
        try (var model = model()) {
            model.fit(DATA, saving().withCallbacks(new Counting(2)), event -> {
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
            assertThatThrownBy(() -> model.fit(DATA, saving().withCallbacks(new Counting(0)), heard::add))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("No space left on device");
        }
        assertThat(heard).isEmpty();
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

    @Test
    void leftoversOfAKilledProcessAreTakenAway() throws IOException {
        Files.createDirectories(checkpoints().resolve(".unfinished-1"));
        Files.writeString(checkpoints().resolve(".unfinished-1/state.json"), "{");
        try (var model = model()) {
            model.fit(DATA, saving());
        }
        assertThat(checkpoints().resolve(".unfinished-1")).doesNotExist();
    }

    @Test
    void twoTrainingsCannotUseOneFolder() throws IOException {
        var inner = new ArrayList<Throwable>();
        try (var model = model();
                var other = model()) {
            model.fit(DATA, saving(), event -> {
                if (event instanceof TrainingEvent.EpochStarted && inner.isEmpty()) {
                    inner.add(catchThrowable(() -> other.fit(DATA, resuming())));
                }
            });
        }
        assertThat(inner)
                .singleElement()
                .isInstanceOf(CheckpointException.class)
                .asString()
                .contains("another training of this process");
    }

    @Test
    void aPlaceThatCannotBeAFolderIsAnErrorInWords() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        try (var model = model()) {
            var options = FitOptions.NONE.withCheckpoints(Checkpoints.in(folder.resolve("file/checkpoints")));
            assertThatThrownBy(() -> model.fit(DATA, options))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("cannot be used for checkpoints");
        }
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(checkpoints())) {
            return files.flatMap(file -> CheckpointName.of(file.getFileName().toString()).stream())
                    .sorted()
                    .map(CheckpointName::toString)
                    .toList();
        }
    }

    private void delete(String name) throws IOException {
        Files.move(checkpoints().resolve(name), folder.resolve("gone-" + name));
        for (var other : names()) {
            if (CheckpointName.of(other)
                            .orElseThrow()
                            .compareTo(CheckpointName.of(name).orElseThrow())
                    > 0) {
                Files.move(checkpoints().resolve(other), folder.resolve("gone-" + other + "-" + System.nanoTime()));
            }
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (var content = new RandomAccessFile(file.toFile(), "rw")) {
            var place = Math.min(at, content.length() - 1);
            content.seek(place);
            var value = content.read();
            content.seek(place);
            content.write(value ^ 4);
        }
    }
}
