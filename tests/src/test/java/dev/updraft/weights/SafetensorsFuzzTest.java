package dev.updraft.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.weights.internal.ModelWeights;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a file holds, reading it gives tensors or a {@link WeightsException}. */
class SafetensorsFuzzTest {
    private static Path file = Path.of("");

    @BeforeContainer
    static void makeFile() throws IOException {
        file = Files.createTempFile("fuzz", ".safetensors");
    }

    @AfterContainer
    static void deleteFile() throws IOException {
        Files.delete(file);
    }

    /** Reads everything there is, as a load would. */
    private static void read(byte[] content) throws IOException {
        Files.write(file, content);
        try (var opened = SafetensorsFile.open(file);
                var arena = Arena.ofConfined()) {
            for (var tensor : opened.tensors()) {
                opened.read(tensor, arena.allocate(tensor.end() - tensor.begin()));
            }
            ModelWeights.metadata(opened);
        } catch (WeightsException e) {
            assertThat(e).hasMessageStartingWith(file + ": ");
        }
    }

    @Property(tries = 300)
    void anyBytesAreReadOrRefused(@ForAll byte[] content) throws IOException {
        read(content);
    }

    @Property(tries = 500)
    void anyBytesBehindARightLengthAreReadOrRefused(@ForAll("headers") String header, @ForAll byte[] data)
            throws IOException {
        var text = header.getBytes(StandardCharsets.UTF_8);
        read(ByteBuffer.allocate(Long.BYTES + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .put(data)
                .array());
    }

    @Property(tries = 500)
    void aSoundFileWithChangedBytesIsReadOrRefused(
            @ForAll("positions") List<Integer> positions, @ForAll byte change, @ForAll("lengths") int cut)
            throws IOException {
        var content = sound();
        for (var position : positions) {
            content[position % content.length] ^= change;
        }
        read(Arrays.copyOf(content, Math.max(0, content.length - cut)));
    }

    private static byte[] sound() throws IOException {
        Files.deleteIfExists(file);
        SafetensorsWriter.write(
                file,
                Map.of("updraft.text", "model", "updraft.imports", "[]"),
                List.of(new SafetensorsWriter.Tensor("dense_1/kernel", List.of(2, 3), _ -> {})));
        return Files.readAllBytes(file);
    }

    @Provide
    Arbitrary<List<Integer>> positions() {
        return Arbitraries.integers().between(0, 10_000).list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.of(0, 0, 0, 1, 8, 24, 25, 60);
    }

    /** Pieces of headers in any order. */
    @Provide
    Arbitrary<String> headers() {
        var piece = Arbitraries.of(
                "{",
                "}",
                "[",
                "]",
                ":",
                ",",
                "\"a\"",
                "\"__metadata__\"",
                "\"dtype\"",
                "\"F32\"",
                "\"shape\"",
                "\"data_offsets\"",
                "0",
                "4",
                "-1",
                "1e9",
                "18446744073709551616",
                "null",
                "true",
                "\"\\ud800\"",
                " ");
        var entry = Combinators.combine(
                        Arbitraries.strings().ofMaxLength(4),
                        Arbitraries.of(Dtype.values()),
                        Arbitraries.longs().list().ofMaxSize(3),
                        Arbitraries.longs().between(-2, 40).list().ofSize(2))
                .as((name, dtype, shape, offsets) -> "\"%s\": {\"dtype\": \"%s\", \"shape\": %s, \"data_offsets\": %s}"
                        .formatted(name, dtype, shape, offsets));
        return Arbitraries.oneOf(
                piece.list().ofMaxSize(30).map(pieces -> String.join("", pieces)),
                entry.list().ofMaxSize(4).map(entries -> "{" + String.join(", ", entries) + "}"));
    }

    @Property(tries = 100)
    void whatIsWrittenIsReadBack(
            @ForAll("metadata") Map<String, String> metadata, @ForAll("tensors") List<List<Integer>> shapes)
            throws IOException {
        var tensors = new ArrayList<SafetensorsWriter.Tensor>();
        for (var shape : shapes) {
            var index = tensors.size();
            tensors.add(new SafetensorsWriter.Tensor("tensor " + index + " \"é\"", shape, values -> {
                for (var i = 0; i < values.byteSize() / Float.BYTES; i++) {
                    values.setAtIndex(ValueLayout.JAVA_FLOAT, i, index * 1000f + i);
                }
            }));
        }

        Files.deleteIfExists(file);
        SafetensorsWriter.write(file, metadata, tensors);

        try (var opened = SafetensorsFile.open(file);
                var arena = Arena.ofConfined()) {
            assertThat(opened.metadata()).isEqualTo(metadata);
            assertThat(opened.tensors()).hasSameSizeAs(tensors);
            for (var i = 0; i < tensors.size(); i++) {
                var entry = opened.tensors().get(i);
                assertThat(entry.name()).isEqualTo(tensors.get(i).name());
                assertThat(entry.dims())
                        .isEqualTo(tensors.get(i).dims().stream()
                                .map(Integer::longValue)
                                .toList());
                var values = arena.allocate(entry.end() - entry.begin(), 4);
                opened.read(entry, values);
                var first = values.get(ValueLayout.JAVA_FLOAT, 0);
                assertThat(first).isEqualTo(i * 1000f);
            }
        }
    }

    @Provide
    Arbitrary<Map<String, String>> metadata() {
        var text = Arbitraries.strings().excludeChars(surrogates()).ofMaxLength(20);
        return Arbitraries.maps(text, text).ofMaxSize(4);
    }

    /** Half a character cannot be written as UTF-8. */
    private static char[] surrogates() {
        var all = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
        for (var i = 0; i < all.length; i++) {
            all[i] = (char) (Character.MIN_SURROGATE + i);
        }
        return all;
    }

    @Provide
    Arbitrary<List<List<Integer>>> tensors() {
        return Arbitraries.integers().between(1, 5).list().ofMaxSize(4).list().ofMaxSize(5);
    }
}
