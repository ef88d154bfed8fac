package dev.updraft.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.Device;
import dev.updraft.Flowers;
import dev.updraft.Model;
import dev.updraft.checkpoints.internal.CheckpointFolder;
import dev.updraft.disk.FaultyDisk;
import dev.updraft.download.Checksum;
import dev.updraft.training.Callback;
import dev.updraft.training.FitOptions;
import dev.updraft.training.Training;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However and whenever a disk fails, the checkpoints that are whole stay so, and a run goes on from the newest of them. */
class FaultyDiskTest extends CheckpointedTraining {
    /** A few steps, of which each is saved. */
    private static final String SHORT =
            TrainingToKill.MODEL.replace("batch_size: 16", "batch_size: 40").replace("epochs: 4", "epochs: 2");

    /** Many steps, and little to save. */
    private static final String LONG = TrainingToKill.MODEL
            .replace("hidden: int = 8", "hidden: int = 1")
            .replace("batch_size: 16", "batch_size: 1");

    private static final Flowers MANY = new Flowers(20_000);

    private final FaultyDisk disk = new FaultyDisk();

    private FitOptions savingTo(FaultyDisk there) {
        return FitOptions.NONE
                .withCallbacks(new EveryStep())
                .withCheckpoints(Checkpoints.in(there.of(checkpoints()))
                        .every(Duration.ZERO)
                        .keep(2));
    }

    private Model shortModel() throws IOException {
        return model(SHORT, Device.cpu(), 1);
    }

    /** Of a run that goes on where there is a checkpoint, and begins anew where there is none. */
    private String resumed() throws IOException {
        var begun = Files.isDirectory(checkpoints()) && !names().isEmpty();
        try (var model = shortModel()) {
            var options = begun ? resuming() : saving();
            return result(model, model.fit(DATA, options.withCallbacks(new EveryStep())));
        }
    }

    private String neverStopped() throws IOException {
        try (var model = shortModel()) {
            return result(model, model.fit(DATA));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void aDiskThatTakesLittleAtOnceGetsAll(int most) throws IOException {
        disk.most = most;
        try (var model = shortModel()) {
            assertThat(result(model, model.fit(DATA, savingTo(disk)))).isEqualTo(neverStopped());
        }
        Files.delete(checkpoints().resolve("ended"));
        delete(names().getLast());

        assertThat(resumed()).isEqualTo(neverStopped());
        assertThat(content().keySet()).noneMatch(file -> file.contains("damaged"));
    }

    /** Some disks say so only in that less is there than was written. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDiskThatIsFullAfterAnyByteKeepsWhatIsThereAndNothingElse(boolean lies) throws IOException {
        var filling = new Filling();
        disk.lies = lies;
        try (var model = model(LONG, Device.cpu(), 1)) {
            model.fit(MANY, savingTo(disk).withEpochs(1).withCallbacks(filling), filling);
        }
        assertThat(filling.room).isGreaterThan(3000);
        try (var opened = CheckpointFolder.open(Checkpoints.resume(checkpoints()))) {
            var heard = new ArrayList<String>();
            assertThat(opened.newest(_ -> List.of(), heard::add)).hasToString(names().getLast());
            assertThat(heard).isEmpty();
        }
    }

    /** Leaves no room, then room for a byte, and so on after every step, until a checkpoint could be saved. */
    private final class Filling implements Callback, TrainingListener {
        private long room;
        private boolean done;
        private Map<String, String> before = Map.of();

        @Override
        public String name() {
            return "filling";
        }

        @Override
        public long dueAfter(long step) {
            return step + 1;
        }

        @Override
        public void stepped(Training training) {
            disk.room = done ? Long.MAX_VALUE : room;
            if (done) {
                training.stop("all was tried");
            }
        }

        @Override
        public void on(TrainingEvent event) {
            switch (event) {
                case TrainingEvent.RunStarted _ -> before = content();
                case TrainingEvent.Checkpoint(var _, var problem)
                when problem != null -> {
                    assertThat(problem).containsAnyOf("No space left on device", "the disk accepted only");
                    assertThat(content()).isEqualTo(before);
                    room++;
                }
                case TrainingEvent.Checkpoint _ -> done = true;
                default -> {}
            }
        }
    }

    /** Nothing can even be taken away any more, as when the power is gone. */
    @Test
    void aDiskThatIsGoneAfterAnyChangeHasWhatItTakesToGoOn() throws IOException {
        var expected = neverStopped();
        for (var changes = 0; ; changes += changes < 40 ? 1 : 11) {
            disk.changes = changes;
            try (var model = shortModel()) {
                assertThat(result(model, model.fit(DATA, savingTo(disk)))).isEqualTo(expected);
            } catch (CheckpointException e) {
                assertThat(e).hasMessageContaining("Input/output error");
            }
            var gone = disk.changes == 0;
            assertThat(resumed()).as("gone after %d changes", changes).isEqualTo(expected);
            assertThat(content().keySet()).noneMatch(file -> file.contains("unfinished") || file.contains("damaged"));
            Files.move(checkpoints(), folder.resolve("done-" + changes));
            if (!gone) {
                assertThat(changes).isGreaterThan(200);
                return;
            }
        }
    }

    /** All files in the folder of the run, with checksums. */
    private Map<String, String> content() {
        var content = new TreeMap<String, String>();
        try (var all = Files.walk(checkpoints())) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                content.put(checkpoints().relativize(file).toString(), Checksum.of(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content;
    }
}
