package dev.updraft.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.Device;
import dev.updraft.checkpoints.internal.Manifest;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingListener;
import dev.updraft.training.callbacks.CsvLog;
import dev.updraft.training.callbacks.JsonLog;
import dev.updraft.training.callbacks.TensorBoardLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Trainings in a process of their own, on a disk that is small enough to fill. */
final class TrainingOnFullDisk extends CheckpointedTraining {
    private static final int LEFT_OUT = 3;
    private static final int PAGE = 1 << 12;

    private final Path disk;

    private TrainingOnFullDisk(Path disk, Path work) {
        this.disk = disk;
        folder = work;
    }

    /** What happens to the disk. */
    enum Course {
        FULL_FROM_THE_BEGINNING,
        FULL_FOR_A_WHILE,
        FULL_WHEN_INTERRUPTED,
        FULL_WHEN_RESUMED,
        FULL_FOR_LOGS
    }

    /** Called with a course, the disk, and a folder elsewhere. */
    public static void main(String[] arguments) throws IOException {
        var training = new TrainingOnFullDisk(Path.of(arguments[1]), Path.of(arguments[2]));
        switch (Course.valueOf(arguments[0])) {
            case FULL_FROM_THE_BEGINNING -> training.fullFromTheBeginning();
            case FULL_FOR_A_WHILE -> training.fullForAWhile();
            case FULL_WHEN_INTERRUPTED -> training.fullWhenInterrupted();
            case FULL_WHEN_RESUMED -> training.fullWhenResumed();
            case FULL_FOR_LOGS -> training.fullForLogs();
        }
    }

    @Override
    public Path checkpoints() {
        return disk.resolve("run");
    }

    @Override
    FitOptions saving() {
        return FitOptions.NONE
                .withCallbacks(new EveryStep())
                .withCheckpoints(
                        Checkpoints.in(checkpoints()).every(Duration.ZERO).keep(2));
    }

    private void fill() throws IOException {
        try (var out = Files.newOutputStream(disk.resolve("ballast"))) {
            assertThatThrownBy(() -> {
                        while (true) {
                            out.write(new byte[1 << 10]);
                        }
                    })
                    .hasMessage("No space left on device");
        }
    }

    private void empty() throws IOException {
        Files.delete(disk.resolve("ballast"));
    }

    private void fullFromTheBeginning() throws IOException {
        fill();
        refuses("cannot be used for checkpoints");
        try (var ballast = FileChannel.open(disk.resolve("ballast"), StandardOpenOption.WRITE)) {
            ballast.truncate(ballast.size() - 3 * PAGE);
        }
        refuses("no checkpoint could be written");
    }

    private void refuses(String problem) throws IOException {
        var heard = new ArrayList<TrainingEvent>();
        try (var model = model()) {
            assertThatThrownBy(() -> model.fit(DATA, saving(), heard::add))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessage(checkpoints() + ": " + problem + ": No space left on device");
        }
        assertThat(heard).isEmpty();
        assertThat(files()).containsExactly(".lock");
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(checkpoints())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Fills the disk after some checkpoints; makes room after others could not be written. */
    private final class Filling implements TrainingListener {
        private final List<TrainingEvent.Checkpoint> saved = new ArrayList<>();
        private final Action afterwards;
        private List<String> whole = List.of();

        Filling(Action afterwards) {
            this.afterwards = afterwards;
        }

        int failures() {
            return (int) saved.stream().filter(event -> event.problem() != null).count();
        }

        @Override
        public void on(TrainingEvent event) {
            if (event instanceof TrainingEvent.Checkpoint checkpoint) {
                saved.add(checkpoint);
                try {
                    saved(checkpoint.problem() == null);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        private void saved(boolean successfully) throws IOException {
            if (!successfully) {
                assertThat(saved.getLast().problem()).endsWith("No space left on device");
                assertThat(names()).isEqualTo(whole);
                for (var name : whole) {
                    Manifest.verified(checkpoints().resolve(name));
                }
                assertThat(files()).noneMatch(file -> file.startsWith(".unfinished"));
                if (failures() == LEFT_OUT) {
                    afterwards.run();
                }
            } else if (saved.size() == 5) {
                whole = names();
                fill();
            }
        }
    }

    /** Something with files. */
    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    private void fullForAWhile() throws IOException {
        var filling = new Filling(this::empty);
        try (var model = model()) {
            assertThat(result(model, model.fit(DATA, saving(), filling))).isEqualTo(neverStopped(Device.cpu()));
        }
        assertThat(filling.failures()).isEqualTo(LEFT_OUT);
        assertThat(filling.saved.getLast().problem()).isNull();
        delete(names().getLast());
        goesOn();
    }

    private void fullWhenInterrupted() throws IOException {
        var filling = new Filling(() -> Thread.currentThread().interrupt());
        try (var model = model()) {
            assertThatThrownBy(() -> model.fit(DATA, saving(), filling)).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(filling.failures()).isGreaterThan(LEFT_OUT);
        empty();
        goesOn();
    }

    private void goesOn() throws IOException {
        var heard = new ArrayList<String>();
        try (var model = model()) {
            var history = model.fit(DATA, resuming().withCallbacks(new EveryStep()), noticesInto(heard));
            assertThat(result(model, history)).isEqualTo(neverStopped(Device.cpu()));
        }
        assertThat(heard).singleElement().asString().startsWith("Resuming from " + checkpoints());
    }

    private void fullWhenResumed() throws IOException {
        try (var model = model()) {
            assertThatThrownBy(() -> model.fit(DATA, saving(), at(2, 3))).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        fill();
        try (var model = model()) {
            assertThatThrownBy(() -> model.fit(DATA, resuming().withCallbacks(new EveryStep())))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageEndingWith("No space left on device");
        }
        empty();
        goesOn();
    }

    private void fullForLogs() throws IOException {
        var csv = disk.resolve("log.csv");
        var json = disk.resolve("log.jsonl");
        var events = disk.resolve("events");
        var heard = new ArrayList<String>();
        var options = FitOptions.NONE.withCallbacks(new CsvLog(csv), new JsonLog(json), new TensorBoardLog(events));
        try (var model = model()) {
            var history = model.fit(DATA, options, noticesInto(heard), event -> {
                try {
                    switch (event) {
                        case TrainingEvent.RunStarted _ -> fill();
                        case TrainingEvent.EpochStarted(var epoch, var _, var _) when epoch == 3 -> empty();
                        default -> {}
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(result(model, history)).isEqualTo(neverStopped(Device.cpu()));
        }
        assertThat(heard)
                .hasSize(3)
                .allMatch(notice -> notice.contains(": No space left on device; training continues"));
        assertThat(Files.readAllLines(csv)).hasSize(5);
        assertThat(Files.readAllLines(json)).hasSize(4);
        try (var files = Files.walk(events)) {
            assertThat(files.filter(Files::isRegularFile))
                    .singleElement()
                    .satisfies(file -> assertThat(Files.size(file)).isGreaterThan(500));
        }
    }
}
