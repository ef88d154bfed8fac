package dev.updraft.checkpoints;

import dev.updraft.Device;
import dev.updraft.Flowers;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.checkpoints.internal.CheckpointName;
import dev.updraft.engine.Engine;
import dev.updraft.history.History;
import dev.updraft.training.Callback;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingListener;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A small training that saves into a folder, and goes on from it. */
public abstract class CheckpointedTraining {
    public static final Flowers DATA = new Flowers(143);
    static final int SEED = 7;

    @TempDir
    public Path folder;

    /** Makes for a checkpoint after every step. */
    static final class EveryStep implements Callback {
        @Override
        public String name() {
            return "every_step";
        }

        @Override
        public long dueAfter(long step) {
            return step + 1;
        }
    }

    Model model(String text, Device device, int threads) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("net.model"), text))
                .on(device, new Engine.Options(threads, SEED));
    }

    public Model model() throws IOException {
        return model(TrainingToKill.MODEL, Device.cpu(), 2);
    }

    public Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    FitOptions saving() {
        return FitOptions.NONE.withCheckpoints(
                Checkpoints.in(checkpoints()).every(Duration.ZERO).keep(100));
    }

    FitOptions resuming() {
        return FitOptions.NONE.withCheckpoints(Checkpoints.resume(checkpoints()).keep(100));
    }

    /** Weights and history, but for the wall-clock. */
    String result(Model model, History history) throws IOException {
        var file = folder.resolve("weights.safetensors");
        model.save(file);
        return TrainingToKill.result(file, history);
    }

    String neverStopped(Device device) throws IOException {
        try (var model = model(TrainingToKill.MODEL, device, 1)) {
            return result(model, model.fit(DATA));
        }
    }

    /** Keeps what the user is told. */
    public static TrainingListener noticesInto(List<String> heard) {
        return event -> {
            if (event instanceof TrainingEvent.Notice(var text)) {
                heard.add(text);
            }
        };
    }

    /** Interrupts the thread at an event. */
    static TrainingListener at(int epoch, int step) {
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

    List<String> names() throws IOException {
        try (var files = Files.list(checkpoints())) {
            return files.flatMap(file -> CheckpointName.of(file.getFileName().toString()).stream())
                    .sorted()
                    .map(CheckpointName::toString)
                    .toList();
        }
    }

    /** Takes a checkpoint away, and all that are newer. */
    void delete(String name) throws IOException {
        var all = names();
        for (var gone : all.subList(all.indexOf(name), all.size())) {
            Files.move(
                    checkpoints().resolve(gone),
                    checkpoints().resolveSibling("gone-" + gone + "-" + System.nanoTime()));
        }
    }

    /** Changes a bit. */
    public static void flip(Path file, long at) throws IOException {
        try (var content = new RandomAccessFile(file.toFile(), "rw")) {
            var place = Math.min(at, content.length() - 1);
            content.seek(place);
            var value = content.read();
            content.seek(place);
            content.write(value ^ 4);
        }
    }
}
