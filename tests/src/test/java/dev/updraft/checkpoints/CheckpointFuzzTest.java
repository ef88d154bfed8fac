package dev.updraft.checkpoints;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.checkpoints.internal.Manifest;
import dev.updraft.checkpoints.internal.RunStateFile;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CancellationException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the files of a checkpoint hold, training goes on from them or a {@link CheckpointException} says why not. */
class CheckpointFuzzTest extends SoundCheckpoint {
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
            assertThat(e).hasMessageContaining("so far, and cannot continue with");
        }
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

    @Property(tries = 50)
    void aStateWithTextBehindItIsRefused(@ForAll("behind") String text) throws IOException {
        Files.write(checkpoint().resolve(STATE), (new String(sound(STATE), UTF_8) + text).getBytes(UTF_8));
        assertThatThrownBy(() -> RunStateFile.read(checkpoint()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(checkpoint() + ": " + STATE);
    }

    @Provide
    Arbitrary<String> files() {
        return Arbitraries.of(
                SOUND.keySet().stream().filter(file -> !file.equals(MANIFEST)).toList());
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
}
