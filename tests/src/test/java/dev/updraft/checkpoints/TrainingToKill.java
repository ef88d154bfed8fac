package dev.updraft.checkpoints;

import dev.updraft.Device;
import dev.updraft.Flowers;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.checkpoints.internal.CheckpointName;
import dev.updraft.data.Dataset;
import dev.updraft.download.Checksum;
import dev.updraft.engine.Engine;
import dev.updraft.history.History;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A training in a process of its own: saves whenever it can, goes on from what is there, and says what came of it. */
final class TrainingToKill {
    private TrainingToKill() {}

    /** Dropout, running statistics, a schedule and a short last batch have a part in its steps. */
    static final String MODEL = """
            model Flowers(hidden: int = 8) {
                input  sample: float[2]
                target kind: class[3]
                network {
                    sample -> dense(hidden) -> batch_norm -> relu -> dropout(0.2) -> dense(3) -> logits
                }
                loss      sparse_categorical_crossentropy(logits, kind)
                optimizer adam(learning_rate: exponential(0.02, decay_steps: 7, decay_rate: 0.9))
                metrics   accuracy, f1
                fit { epochs: 4, batch_size: 16, seed: 7, validation_split: 0.2 }
            }
            """;

    static final String STARTED = "started";

    /** Weights, and all of the history but the wall-clock. */
    static String result(Path weights, History history) throws IOException {
        return Checksum.of(weights)
                + history.epochs().stream()
                        .map(epoch -> "\n" + epoch.number() + epoch.allMetrics())
                        .collect(Collectors.joining());
    }

    /** Called with a folder, the number of threads, samples and epochs. */
    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]);
        var threads = Integer.parseInt(arguments[1]);
        var data = new Flowers(Integer.parseInt(arguments[2]));
        train(folder, threads, MODEL, _ -> data, Integer.parseInt(arguments[3]));
    }

    /** Trains from the beginning, or goes on from what is there. */
    static void train(Path folder, int threads, String text, Function<Model, Dataset> data, int epochs)
            throws IOException {
        var checkpoints = folder.resolve("checkpoints");
        var file = Files.writeString(folder.resolve("net.model"), text);
        var begun = holdsCheckpoint(checkpoints);
        var wanted = (begun ? Checkpoints.resume(checkpoints) : Checkpoints.in(checkpoints)).every(Duration.ZERO);
        try (var model = Updraft.compile(file).on(Device.cpu(), new Engine.Options(threads, 7))) {
            var options = FitOptions.NONE.withEpochs(epochs).withCheckpoints(wanted);
            var history = model.fit(data.apply(model), options, event -> {
                if (event instanceof TrainingEvent.RunStarted) {
                    System.out.println(STARTED);
                }
            });
            var weights = folder.resolve("weights.safetensors");
            model.save(weights);
            Files.writeString(folder.resolve("result"), result(weights, history));
        }
    }

    private static boolean holdsCheckpoint(Path checkpoints) throws IOException {
        if (!Files.isDirectory(checkpoints)) {
            return false;
        }
        try (var files = Files.list(checkpoints)) {
            return files.anyMatch(
                    file -> CheckpointName.of(file.getFileName().toString()).isPresent());
        }
    }
}
