package dev.updraft.checkpoints.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.checkpoints.CheckpointException;
import dev.updraft.checkpoints.CheckpointedTraining;
import dev.updraft.checkpoints.Checkpoints;
import dev.updraft.data.batches.Fingerprint;
import dev.updraft.history.History;
import dev.updraft.training.FitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A long history lies beside the checkpoints, which do not grow with it. */
class HistorySegmentsTest extends CheckpointedTraining {
    private static final long A_HUNDRED_EPOCHS = 64 << 10;

    private static History.Epoch epoch(int number, double seconds) {
        return new History.Epoch(
                number,
                1.0 / number,
                Map.of("accuracy", Math.sqrt(1.0 / number)),
                0.7 / number,
                Map.of("accuracy", Double.NaN),
                seconds,
                1000.0 / 3,
                0.001);
    }

    private static RunState state(int epochs, double seconds) {
        return new RunState(
                new RunIdentity(
                        "1",
                        List.of("model"),
                        Map.of("seed", "7"),
                        new Fingerprint(9, "[2]", "3 classes", 9, "0"),
                        null),
                "cpu",
                0,
                10_000,
                epochs,
                0,
                10L * epochs,
                1,
                0,
                1,
                null,
                false,
                IntStream.rangeClosed(1, epochs)
                        .mapToObj(number -> epoch(number, seconds))
                        .toList(),
                List.of());
    }

    private Path write(RunStateFile states, RunState state) throws IOException {
        var checkpoint = Files.createDirectories(folder.resolve("step-" + state.step()));
        states.write(state, checkpoint);
        return checkpoint;
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(folder.resolve(HistorySegments.FOLDER))) {
            return files.sorted().toList();
        }
    }

    @Test
    void whatACheckpointWritesDoesNotGrowWithTheEpochs() throws IOException {
        var states = new RunStateFile(folder);
        for (var epochs = 50; epochs <= 3000; epochs += 295) {
            var checkpoint = write(states, state(epochs, 1));

            assertThat(Files.size(checkpoint.resolve("state.json"))).isLessThan(A_HUNDRED_EPOCHS);
            assertThat(RunStateFile.read(checkpoint)).isEqualTo(state(epochs, 1));
        }
        assertThat(segments()).hasSize(2 * 30);
    }

    @Test
    void segmentsThatAreThereAreNotWrittenAgain() throws IOException {
        write(new RunStateFile(folder), state(250, 1));
        var before = segments();
        var touched = before.getFirst();
        var time = FileTime.fromMillis(0);
        Files.setLastModifiedTime(touched, time);

        write(new RunStateFile(folder), state(260, 1));

        assertThat(segments()).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(touched)).isEqualTo(time);
    }

    @Test
    void epochsThatAreDoneAgainDoNotTakeThePlaceOfThoseOfAnotherCheckpoint() throws IOException {
        var first = write(new RunStateFile(folder), state(200, 1));
        var again = write(new RunStateFile(folder), state(201, 2));

        assertThat(RunStateFile.read(first)).isEqualTo(state(200, 1));
        assertThat(RunStateFile.read(again)).isEqualTo(state(201, 2));
    }

    @Test
    void oneDamagedFileCostsNothingAndIsMendedWhenTheRunGoesOn() throws IOException {
        var checkpoint = write(new RunStateFile(folder), state(250, 1));
        for (var file : segments()) {
            var sound = Files.readString(file);
            flip(file, 100);
            assertThat(RunStateFile.read(checkpoint)).isEqualTo(state(250, 1));

            new HistorySegments(folder).write(state(250, 1).epochs());

            assertThat(file).hasContent(sound);
        }
    }

    @Test
    void ofASegmentThatIsLostTwiceTheCheckpointsAreOutOfUse() throws IOException {
        var checkpoint = write(new RunStateFile(folder), state(250, 1));
        Files.delete(segments().getFirst());
        Files.delete(segments().getFirst());

        assertThatThrownBy(() -> RunStateFile.read(checkpoint))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(checkpoint + ": the history segment history/epochs-1-100-")
                .hasMessageEndingWith("and its copy are missing or damaged");
    }

    @Test
    void aSegmentElsewhereIsNotRead() throws IOException {
        var checkpoint = write(new RunStateFile(folder), state(150, 1));
        var file = checkpoint.resolve("state.json");
        Files.writeString(file, Files.readString(file).replaceFirst("epochs-1-100-", "../epochs-1-100-"));

        assertThatThrownBy(() -> RunStateFile.read(checkpoint))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("invalid name");
    }

    /** What a training keeps of the epochs: all but the times. */
    private static List<String> metrics(History history) {
        return history.epochs().stream()
                .map(epoch -> epoch.number() + " " + epoch.allMetrics())
                .toList();
    }

    private FitOptions saving(Checkpoints checkpoints, int epochs) {
        return FitOptions.NONE.withCheckpoints(checkpoints.every(Duration.ZERO)).withEpochs(epochs);
    }

    @Test
    void aLongRunGoesOnFromItsHistoryAndFallsBackWhereThatIsLost() throws IOException {
        History expected;
        try (var model = model()) {
            expected = model.fit(DATA, FitOptions.NONE.withEpochs(230));
        }
        try (var model = model()) {
            model.fit(DATA, saving(Checkpoints.in(checkpoints()).keep(3000), 205));
        }
        Files.createFile(checkpoints().resolve("history/.half.tmp"));
        try (var model = model()) {
            var history =
                    model.fit(DATA, saving(Checkpoints.resume(checkpoints()).keep(3000), 220));
            assertThat(metrics(history)).isEqualTo(metrics(expected).subList(0, 220));
        }
        assertThat(checkpoints().resolve("history/.half.tmp")).doesNotExist();

        try (var files = Files.list(checkpoints().resolve("history"))) {
            for (var file : files.filter(file -> file.toString().contains("epochs-101-"))
                    .toList()) {
                flip(file, 50);
            }
        }
        var heard = new ArrayList<String>();
        try (var model = model()) {
            var history =
                    model.fit(DATA, saving(Checkpoints.resume(checkpoints()).keep(3000), 230), noticesInto(heard));
            assertThat(metrics(history)).isEqualTo(metrics(expected));
        }
        assertThat(heard).anyMatch(line -> line.contains("the history segment history/epochs-101-200-"));
        assertThat(heard).anyMatch(line -> line.matches("Resuming from .*: epoch (200|199), .*"));
    }
}
