package dev.updraft.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.Device;
import dev.updraft.Flowers;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.checkpoints.internal.CheckpointName;
import dev.updraft.engine.Engine;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.callbacks.CsvLog;
import dev.updraft.training.callbacks.EarlyStopping;
import dev.updraft.training.callbacks.TensorBoardLog;
import dev.updraft.training.callbacks.TimeLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.BeforeTry;

/** A checkpoint within an epoch, made anew from a sound one for every try, and what to spoil it with. */
public abstract class SoundCheckpoint {
    /** Has state of every kind: of an optimizer, sums and single scores of metrics, weights and texts of callbacks. */
    static final String MODEL = """
            model Flowers {
                input  sample: float[2]
                target kind: class[3]
                network { sample -> dense(3) -> logits }
                loss      sparse_categorical_crossentropy(logits, kind)
                optimizer adam
                metrics   accuracy, roc_auc
                fit { epochs: 2, batch_size: 16, seed: 7 }
            }
            """;

    static final Flowers DATA = new Flowers(64);
    public static final String MANIFEST = "manifest.json";
    public static final String STATE = "state.json";

    /** The files of a checkpoint within an epoch, by name. */
    public static final Map<String, byte[]> SOUND = new TreeMap<>();

    static Path folder = Path.of("");
    public static String name = "";

    @BeforeContainer
    static void makeCheckpoint() throws IOException {
        folder = Files.createTempDirectory("fuzz");
        Files.writeString(folder.resolve("net.model"), MODEL);
        var made = Checkpoints.in(folder.resolve("made")).every(Duration.ZERO).keep(100);
        try (var model = model()) {
            model.fit(DATA, options(made), event -> {
                if (event instanceof TrainingEvent.StepFinished done && done.epoch() == 2 && done.step() == 2) {
                    Thread.currentThread().interrupt();
                }
            });
        } catch (CancellationException _) {
            assertThat(Thread.interrupted()).isTrue();
        }
        name = new CheckpointName(6, 1).toString();
        try (var files = Files.list(made.folder().resolve(name))) {
            for (var file : files.toList()) {
                SOUND.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
    }

    @AfterContainer
    static void delete() throws IOException {
        delete(folder);
    }

    @BeforeTry
    void restore() throws IOException {
        delete(run());
        Files.createDirectories(checkpoint());
        for (var file : SOUND.entrySet()) {
            Files.write(checkpoint().resolve(file.getKey()), file.getValue());
        }
    }

    static void delete(Path place) throws IOException {
        if (Files.exists(place)) {
            try (var all = Files.walk(place)) {
                for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    public static Path run() {
        return folder.resolve("run");
    }

    public static Path checkpoint() {
        return run().resolve(name);
    }

    public static Model model() {
        return Updraft.compile(folder.resolve("net.model")).on(Device.cpu(), new Engine.Options(1, 7));
    }

    static FitOptions options(Checkpoints wanted) {
        return FitOptions.NONE
                .withCheckpoints(wanted)
                .withCallbacks(
                        new EarlyStopping("loss", 3),
                        new CsvLog(folder.resolve("log.csv")),
                        new TensorBoardLog(folder.resolve("events")),
                        new TimeLimit(Duration.ofHours(1)));
    }

    public static byte[] sound(String file) {
        return SOUND.getOrDefault(file, new byte[0]).clone();
    }

    /** Changed at some places, cut off at the end. */
    public static byte[] changed(byte[] content, List<Integer> positions, byte change, int cut) {
        for (var position : positions) {
            content[position % content.length] ^= change;
        }
        return Arrays.copyOf(content, Math.max(0, content.length - cut));
    }

    @Provide
    Arbitrary<List<Integer>> positions() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.integers().between(0, 10_000))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.of(0, 0, 0, 1, 8, 24, 25, 60, 10_000);
    }

    /** What may not follow a text in JSON: anything but white space. */
    @Provide
    Arbitrary<String> behind() {
        return Arbitraries.strings().ofMinLength(1).ofMaxLength(9).filter(text -> !text.matches("[ \\t\\r\\n]*"));
    }

    /** Pieces of manifests and states in any order. */
    @Provide
    Arbitrary<String> json() {
        var piece = Arbitraries.of(
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                " ",
                "\"",
                "\\",
                "null",
                "-1",
                "1",
                "99999999999999999999",
                "1e999",
                "\"format\": 1, ",
                "\"metric\": null, ",
                "\"metric\": \"NaN\", ",
                "\"files\": [",
                "\"files\": [], ",
                "{\"name\": \"state.json\", \"bytes\": 10, \"crc32c\": \"00000000\"}",
                "{\"name\": \"../state.json\", \"bytes\": 10, \"crc32c\": \"00000000\"}",
                "\"crc32c\": \"00000000\"",
                "\"version\": \"\", ",
                "\"model\": [], ",
                "\"settings\": {}, ",
                "\"data\": {",
                "\"epochs\": [",
                "\u0000",
                "\ud800",
                "{\"a\":".repeat(2_000),
                "[".repeat(2_000));
        return piece.list().ofMaxSize(30).map(pieces -> String.join("", pieces));
    }
}
