package dev.updraft.checkpoints;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.Device;
import dev.updraft.Flowers;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.engine.Engine;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingException;
import dev.updraft.training.callbacks.CsvLog;
import dev.updraft.training.callbacks.EarlyStopping;
import dev.updraft.training.callbacks.TensorBoardLog;
import dev.updraft.training.callbacks.TimeLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whatever the files of a checkpoint hold, training goes on from them or a {@link CheckpointException} says why not. */
class CheckpointFuzzTest {
    /** Has state of every kind: of an optimizer, sums and single scores of metrics, weights and texts of callbacks. */
    private static final String MODEL = """
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

    private static final Flowers DATA = new Flowers(64);
    private static final String MANIFEST = "manifest.json";
    private static final String STATE = "state.json";

    /** The files of a checkpoint within an epoch, by name. */
    private static final Map<String, byte[]> SOUND = new TreeMap<>();

    private static Path folder = Path.of("");
    private static String name = "";

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

    private static void delete(Path place) throws IOException {
        if (Files.exists(place)) {
            try (var all = Files.walk(place)) {
                for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Path run() {
        return folder.resolve("run");
    }

    private static Path checkpoint() {
        return run().resolve(name);
    }

    private static Model model() {
        return Updraft.compile(folder.resolve("net.model")).on(Device.cpu(), new Engine.Options(1, 7));
    }

    private static FitOptions options(Checkpoints wanted) {
        return FitOptions.NONE
                .withCheckpoints(wanted)
                .withCallbacks(
                        new EarlyStopping("loss", 3),
                        new CsvLog(folder.resolve("log.csv")),
                        new TensorBoardLog(folder.resolve("events")),
                        new TimeLimit(Duration.ofHours(1)));
    }

    /** Looks for what can be resumed. */
    private static void look(byte[] manifest) throws IOException {
        Files.write(checkpoint().resolve(MANIFEST), manifest);
        try (var opened = CheckpointFolder.open(Checkpoints.resume(run()))) {
            assertThat(opened.newest(_ -> List.of(), _ -> {})).hasToString(name);
        } catch (CheckpointException e) {
            assertThat(e).hasMessageStartingWith(run().toString());
        }
    }

    /** Reads a state as if it had been written so. */
    private static void read(byte[] state) throws IOException {
        Files.write(checkpoint().resolve(STATE), state);
        try {
            assertThat(RunStateFile.read(checkpoint()).epochs()).isNotNull();
        } catch (CheckpointException e) {
            assertThat(e).hasMessageStartingWith(checkpoint() + ": " + STATE);
        }
    }

    /** Goes on with what a file holds now, as if it had been written so, until training begins. */
    private static void resume(String file, byte[] content) throws IOException {
        Files.write(checkpoint().resolve(file), content);
        Files.delete(checkpoint().resolve(MANIFEST));
        Manifest.of(checkpoint(), null).write(checkpoint());
        try (var model = model()) {
            model.fit(DATA, options(Checkpoints.resume(run())), event -> {
                if (event instanceof TrainingEvent.RunStarted) {
                    throw new CancellationException();
                }
            });
        } catch (CancellationException _) {
            assertThat(checkpoint()).isNotEmptyDirectory();
        } catch (CheckpointException e) {
            assertThat(e).hasMessageStartingWith(run().toString());
        } catch (TrainingException e) {
            assertThat(e).hasMessageContaining("so far, and cannot go on with");
        }
    }

    private static byte[] sound(String file) {
        return SOUND.getOrDefault(file, new byte[0]).clone();
    }

    /** Changed at some places, cut off at the end. */
    private static byte[] changed(byte[] content, List<Integer> positions, byte change, int cut) {
        for (var position : positions) {
            content[position % content.length] ^= change;
        }
        return Arrays.copyOf(content, Math.max(0, content.length - cut));
    }

    @Property(tries = 200)
    void anyBytesAsAManifestAreUsedOrRefused(@ForAll byte[] content) throws IOException {
        look(content);
    }

    @Property(tries = 300)
    void anyJsonAsAManifestIsUsedOrRefused(@ForAll("json") String content) throws IOException {
        look(content.getBytes(UTF_8));
    }

    @Property(tries = 300)
    void aSoundManifestWithChangedBytesIsUsedOrRefused(
            @ForAll("positions") List<Integer> positions, @ForAll byte change, @ForAll("lengths") int cut)
            throws IOException {
        look(changed(sound(MANIFEST), positions, change, cut));
    }

    @Property(tries = 300)
    void anyJsonAsAStateIsReadOrRefused(@ForAll("json") String content) throws IOException {
        read(content.getBytes(UTF_8));
    }

    @Property(tries = 500)
    void aSoundStateWithAnotherValueIsReadOrRefused(@ForAll("places") int place, @ForAll("values") String value)
            throws IOException {
        read(another(place, value));
    }

    @Property(tries = 50)
    void aRunWithAnotherValueInItsStateGoesOnOrIsRefused(@ForAll("places") int place, @ForAll("values") String value)
            throws IOException {
        resume(STATE, another(place, value));
    }

    @Property(tries = 120)
    void aRunWithChangedBytesInAFileGoesOnOrIsRefused(
            @ForAll("files") String file,
            @ForAll("positions") List<Integer> positions,
            @ForAll byte change,
            @ForAll("lengths") int cut)
            throws IOException {
        resume(file, changed(sound(file), positions, change, cut));
    }

    @Property(tries = 80)
    void aRunWithAHugeNumberInAFileGoesOnOrIsRefused(
            @ForAll("files") String file, @ForAll("positions") List<Integer> positions, @ForAll("numbers") long number)
            throws IOException {
        var content = ByteBuffer.wrap(sound(file));
        for (var position : positions) {
            content.putLong(position % Math.max(1, content.limit() - Long.BYTES), number);
        }
        resume(file, content.array());
    }

    /** The state with another value in one of its lines. */
    private static byte[] another(int place, String value) {
        var lines = new String(sound(STATE), UTF_8).split("\n", -1);
        var line = place % lines.length;
        lines[line] = lines[line].replaceFirst("[^:]+$", " " + value);
        return String.join("\n", lines).getBytes(UTF_8);
    }

    @Provide
    Arbitrary<String> files() {
        return Arbitraries.of(
                SOUND.keySet().stream().filter(file -> !file.equals(MANIFEST)).toList());
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

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, 100);
    }

    @Provide
    Arbitrary<Long> numbers() {
        return Arbitraries.of(
                Long.MIN_VALUE, -1L, 0L, 1L << 20, 1L << 31, (1L << 32) - 1, Long.MAX_VALUE / 3, Long.MAX_VALUE);
    }

    /** Values with what follows them; most leave the rest as JSON. */
    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(
                "-1,",
                "0,",
                "1e400,",
                "2147483647,",
                "2147483648,",
                "9223372036854775807,",
                "9223372036854775808,",
                "1.5,",
                "\"NaN\",",
                "\"-Infinity\",",
                "null,",
                "true,",
                "\"\",",
                "\"\\u0000\",",
                "[],",
                "{},",
                "[",
                "{",
                "]",
                "}",
                "",
                "\"" + "x".repeat(100_000) + "\",",
                "1" + "0".repeat(2_000) + ",");
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
                "\"figure\": null, ",
                "\"figure\": \"NaN\", ",
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
