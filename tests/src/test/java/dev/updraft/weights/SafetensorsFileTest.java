package dev.updraft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
    @TempDir
    private Path folder;

    private Path file(String header, int dataBytes) {
        return file(header.getBytes(StandardCharsets.UTF_8), dataBytes);
    }

    private Path file(byte[] header, int dataBytes) {
        var bytes = ByteBuffer.allocate(Long.BYTES + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        return write(bytes.putLong(header.length).put(header).array());
    }

    private Path write(byte[] bytes) {
        try {
            return Files.write(folder.resolve("weights.safetensors"), bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(Path file, String... words) {
        assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": ")
                .satisfies(e -> Stream.of(words).forEach(word -> assertThat(e).hasMessageContaining(word)));
    }

    @Test
    void whatTheFormatAllowsIsRead() throws IOException {
        var header = """
                {"__metadata__": {"key": "valué"},
                 "b": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]},
                 "scalar": {"data_offsets": [8, 10], "shape": [], "dtype": "BF16"},
                 "empty": {"dtype": "I64", "shape": [3, 0], "data_offsets": [10, 10]}}\s\s""";
        var path = file(header, 10);
        var bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(bytes.limit() - 10, 1.5f).putFloat(bytes.limit() - 6, -2);
        write(bytes.array());

        try (var file = SafetensorsFile.open(path);
                var arena = Arena.ofConfined()) {
            assertThat(file.metadata()).containsEntry("key", "valué");
            assertThat(file.tensors())
                    .containsExactly(
                            new TensorEntry("b", Dtype.F32, List.of(2L), 0, 8),
                            new TensorEntry("scalar", Dtype.BF16, List.of(), 8, 10),
                            new TensorEntry("empty", Dtype.I64, List.of(3L, 0L), 10, 10));
            var values = arena.allocate(8, 4);
            file.read(file.tensors().getFirst(), values);
            assertThat(values.toArray(ValueLayout.JAVA_FLOAT)).containsExactly(1.5f, -2);
        }
    }

    /** What a stranger may write costs in proportion to its length; each of these would take hours otherwise. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aHugeHeaderIsReadInProportionToItsLength() {
        var tensors = new StringBuilder("{");
        for (var i = 0; i < 100_000; i++) {
            tensors.append(i == 0 ? "" : ",")
                    .append("\"t%s\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}".formatted(i));
        }
        var path = file(tensors.append('}').toString(), 0);
        try (var file = SafetensorsFile.open(path)) {
            assertThat(file.tensors()).hasSize(100_000);
        }
        var metadata = new StringBuilder("{\"__metadata__\":{\"a\":\"\"");
        for (var i = 0; i < 1 << 16; i++) {
            // "Aa" and "BB" have one hash code, and so have all words of them.
            metadata.append(",\"");
            for (var bit = 0; bit < 16; bit++) {
                metadata.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            metadata.append("\":\"\"");
        }
        try (var file = SafetensorsFile.open(file(metadata.append("}}").toString(), 0))) {
            assertThat(file.metadata()).hasSize((1 << 16) + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"%s\": 1}",
                "{\"%s\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}}",
                "{\"__metadata__\": {\"%1$s\": \"\", \"%1$s\": \"\"}}",
                "{\"a\": {\"dtype\": \"%s\", \"shape\": [1], \"data_offsets\": [0, 4]}}",
                "{\"a\": {\"%s\": 1}}",
                "{\"a\": %s}",
            })
    void aNameOfAnyLengthIsShownShort(String header) {
        var file = file(header.formatted("n".repeat(40_000)), 0);

        assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                .isInstanceOf(WeightsException.class)
                .satisfies(e -> assertThat(e.getMessage())
                        .hasSizeLessThan(700 + file.toString().length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e999999999", "0.1e-999999999", "[1e999999999]"})
    void numbersWithHugeExponentsAreRefusedUncomputed(String number) {
        assertRefused(
                file("{\"a\": {\"dtype\": \"F32\", \"shape\": %s, \"data_offsets\": [0, 4]}}".formatted(number), 4),
                "`shape`");
        assertRefused(file("{\"a\": {\"dtype\": \"F32\", \"shape\": [" + "9".repeat(900) + "]}}", 4), "too large");
    }

    @Test
    void filesThatAreNotThereAreRefused() {
        assertRefused(folder.resolve("none"), "no such file");
        assertRefused(folder, "is a folder", ".safetensors");
    }

    @Test
    void aHeaderBeyondTheFormatsLimitIsRefused() {
        assertRefused(write(lengthField(100_000_001)), "100000001", "allows 100000000");
        assertRefused(write(lengthField(-1)), "18446744073709551615", "allows 100000000");
    }

    @Test
    void aHeaderBeyondTheFileIsRefused() {
        assertRefused(write(lengthField(50)), "claims 50 bytes", "only 0 follow", "not a safetensors file");
        assertRefused(write(new byte[7]), "only 7 bytes");
    }

    private static byte[] lengthField(long length) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    overlap         | [0, 8] | [4, 12]  | 12 | within another tensor's
                    hole            | [0, 8] | [12, 20] | 20 | leaves a gap
                    hole in front   | [4, 12]| [12, 20] | 20 | leaves a gap
                    same bytes      | [0, 8] | [0, 8]   | 8  | within another tensor's
                    bytes unused    | [0, 8] | [8, 16]  | 17 | take 16 bytes, but 17 follow
                    beyond the data | [0, 8] | [8, 16]  | 12 | truncated: its tensors take 16 bytes, but only 12 follow
                    backwards       | [0, 8] | [16, 8]  | 16 | not within the 16 bytes
                    negative        | [0, 8] | [-8, 0]  | 8  | negative or too large
                    too large       | [0, 8] | [8, 99999999999999999999] | 16 | negative or too large
                    one offset      | [0, 8] | [8]      | 16 | two `data_offsets`
                    three offsets   | [0, 8] | [8, 9, 16] | 16 | more than 2 numbers
                    fraction        | [0, 8] | [8, 16.0] | 16 | found a fraction
                    """)
    void offsetsThatDoNotTileTheDataAreRefused(
            String what, String first, String second, int dataBytes, String message) {
        var entry = "{\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": %s}";
        var header = "{\"a\": " + entry.formatted(first) + ", \"b\": " + entry.formatted(second) + "}";

        assertRefused(file(header, dataBytes), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    [2147483647, 2147483647, 2147483647] | F32 | overflows
                    [9223372036854775807]  | F32 | overflows
                    [9223372036854775808]  | F32 | negative or too large
                    [-2]                   | F32 | negative or too large
                    [3]                    | F32 | takes 12 bytes, but it has 8
                    [2]                    | F64 | takes 16 bytes, but it has 8
                    [2]                    | F33 | unknown dtype `F33`
                    "2"                    | F32 | expected a list, found a text
                    [[2]]                  | F32 | expected an integer, found a list
                    [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2] | F32 | more than 32
                    """)
    void shapesAndTypesThatDoNotMatchAreRefused(String shape, String dtype, String message) {
        var header = "{\"a\": {\"dtype\": \"%s\", \"shape\": %s, \"data_offsets\": [0, 8]}}".formatted(dtype, shape);

        assertRefused(file(header, 8), "tensor `a`", message);
    }

    private static Stream<Arguments> beginnings() {
        return Stream.of(
                arguments("\u0089HDF\r\n\u001a\n and more", "HDF5"),
                arguments("PK\u0003\u0004 and more bytes", "PyTorch"),
                arguments("\u0080\u0002}q\u0001. and more bytes", "pickle"),
                arguments("\u001f\u008b\u0008 and more bytes", "gzip"),
                arguments("\u0093NUMPY and more bytes", "NumPy"),
                arguments("\u0089PNG\r\n\u001a\n and more", "image"),
                arguments("x0,x1,y\n1,2,cat\n", "CSV"),
                arguments("x0,x1,y", "CSV"),
                arguments("{\"a\": 1, \"b\": 2}", "JSON"));
    }

    @ParameterizedTest
    @MethodSource("beginnings")
    void filesOfOtherKindsAreCalledByTheirNames(String beginning, String kind) {
        assertRefused(
                write(beginning.getBytes(StandardCharsets.ISO_8859_1)),
                "is not a safetensors file",
                "looks like",
                kind,
                "pass the .safetensors file");
    }

    @Test
    void anEmptyFileIsCalledEmpty() {
        assertRefused(write(new byte[0]), "is not a safetensors file: it is empty", "pass the .safetensors file");
    }

    @Test
    void aFileThatIsCutShortIsCalledThat() throws IOException {
        var whole = file("{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}}", 8);
        var bytes = Files.readAllBytes(whole);
        for (var length : List.of(bytes.length - 1, bytes.length - 8, 20, 9)) {
            assertRefused(write(Arrays.copyOf(bytes, length)), "is truncated", "copy or download it again");
        }
    }

    @Test
    void duplicateKeysAreRefused() {
        var entry = "\"a\": {\"dtype\": \"F32\", \"shape\": [], \"data_offsets\": [0, 4]}";

        assertRefused(file("{" + entry + ", " + entry + "}", 4), "Duplicate", "'a'");
        assertRefused(file("{\"__metadata__\": {\"k\": \"1\", \"k\": \"2\"}}", 0), "Duplicate", "'k'");
        assertRefused(file("{\"a\": {\"shape\": [], \"shape\": []}}", 0), "Duplicate", "'shape'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}}",
                "{} {}",
                "{\"a\"}",
                "{\"a\": 1}",
                "{\"a\": {}}",
                "{\"a\": {\"x\": 1}}",
                "{\"__metadata__\": []}",
                "{\"__metadata__\": {\"k\": 1}}",
                "{\"__metadata__\": {\"k\": {}}}",
                "{/* comment */}",
                "{'a': {}}",
                "\uFEFF{}",
            })
    void whatIsNoHeaderIsRefused(String header) {
        assertRefused(file(header, 0));
    }

    @Test
    void aHeaderThatIsNotUtf8IsRefused() {
        assertRefused(file(new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"', '}'}, 0), "not UTF-8");
        assertRefused(file("{}".getBytes(StandardCharsets.UTF_16LE), 0));
    }

    @Test
    void deepNestingIsRefused() {
        assertRefused(file("{\"a\":".repeat(100_000), 0));
        assertRefused(file("{\"a\": {\"shape\": " + "[".repeat(100_000), 0));
        assertRefused(file("[".repeat(1_000_000), 0));
    }

    @Test
    void namesFromTheFileCannotRewriteTheTerminal() {
        assertThatThrownBy(() -> SafetensorsFile.open(file("{\"a\\u001b[2J\": {}}", 0)))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("`a\\u001b[2J`");
    }

    @Test
    void aFileCutShortAfterOpeningIsRefused() throws IOException {
        var path = file("{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}}", 8);
        try (var file = SafetensorsFile.open(path);
                var arena = Arena.ofConfined()) {
            var bytes = Files.readAllBytes(path);
            Files.write(path, Arrays.copyOf(bytes, bytes.length - 4));

            var target = arena.allocate(8);
            assertThatThrownBy(() -> file.read(file.tensors().getFirst(), target))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("shorter");
        }
    }
}
