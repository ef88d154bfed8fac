package dev.updraft.data.internal.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.DataException;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are: a table or a {@link DataException}, and in time. {@code -Dtables.fuzz} sets the number of tries. */
class TableFuzzTest {
    private static final int TRIES = Integer.getInteger("tables.fuzz", 1000);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final List<String> NAMES = List.of("t.csv", "t.json", "t.jsonl", "t.arff", "t.svm");

    private static final List<String> VALID = List.of(
            "a,b,c\n1,x,\"q\"\"r\"\n2.5,y,\"u\nv\"\n",
            "sep=;\nName;Preis\nMüller;1.234,50\n\"Meier; K\";7,25\n",
            "# x y\n1.0e+00 2.0\n3.0 4.0\n",
            "Report\n\n,a,b\n0,1,2\n1,3,4\n2,5,6\n",
            "a\tb\t\n1\t'x'\t\n2\t'y'\t\n",
            "[{\"a\": 1, \"b\": \"x\"}, {\"b\": null, \"c\": true}]",
            "{\"a\": 1}\n{\"a\": 2.5, \"b\": \"\\u00e9\"}\n",
            "@relation r\n@attribute a numeric\n@attribute 'b c' {x, 'y z'}\n@data\n1,x\n?,'y z'\n{1 x}\n",
            "+1 1:0.5 7:1e3 # c\n-1 qid:3 2:1\n");

    private static final String SPICE = ",;\t| \"'#%\n\r\\{}[]:?()$€.-+eE0123456789\0\uFEFF";

    /** @return whether there was a table */
    private static boolean read(byte[] bytes, String name, CsvOptions options) {
        return Assertions.assertTimeoutPreemptively(
                LIMIT,
                () -> {
                    try {
                        var file = TableFiles.open(new ByteArrayInputStream(bytes), name, options);
                        assertThat(file.description()).startsWith(name).doesNotContain("\n");
                        var uses = file.header().stream()
                                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
                        for (var kind : Kind.values()) {
                            var requests = file.header().stream()
                                    .filter(header -> uses.getOrDefault(header, 0L) == 1)
                                    .map(header -> new ColumnRequest(header, kind))
                                    .toList();
                            try {
                                var table = file.read(requests);
                                for (var row = 0; row < table.rows(); row++) {
                                    assertThat(table.place(row)).startsWith(name);
                                }
                            } catch (DataException e) {
                                assertThat(e.getMessage()).startsWith(name);
                            }
                        }
                        var count = new int[1];
                        file.scan(row -> {
                            for (var column = 0; column < file.header().size(); column++) {
                                assertThat(row.text(column)).isNotNull();
                                assertThat(Double.isInfinite(row.number(column)))
                                        .isFalse();
                            }
                            count[0]++;
                        });
                        return true;
                    } catch (DataException e) {
                        assertThat(e.getMessage()).startsWith(name);
                        return false;
                    }
                },
                () -> name + ": " + Arrays.toString(bytes));
    }

    private static void check(byte[] bytes, String name) {
        check(bytes, name, CsvOptions.NONE);
    }

    private static void check(byte[] bytes, String name, CsvOptions options) {
        try {
            read(bytes, name, options);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    name + " with " + options + ": " + new String(bytes, StandardCharsets.ISO_8859_1), e);
        }
    }

    @Test
    void randomBytesAreATableOrAnError() {
        var random = new Random(1);
        for (var i = 0; i < TRIES; i++) {
            var bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            check(bytes, NAMES.get(i % NAMES.size()));
        }
    }

    @Test
    void randomTextIsATableOrAnError() {
        var random = new Random(2);
        for (var i = 0; i < TRIES; i++) {
            var text = new StringBuilder();
            var length = random.nextInt(200);
            var alphabet = SPICE.substring(random.nextInt(SPICE.length()));
            while (text.length() < length) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            check(text.toString().getBytes(StandardCharsets.UTF_8), NAMES.get(i % NAMES.size()));
        }
    }

    @Test
    void brokenFilesAreATableOrAnError() {
        var random = new Random(3);
        for (var i = 0; i < TRIES; i++) {
            var bytes = new ArrayList<Byte>();
            for (var b : VALID.get(random.nextInt(VALID.size())).getBytes(StandardCharsets.UTF_8)) {
                bytes.add(b);
            }
            for (var change = random.nextInt(5); change >= 0 && !bytes.isEmpty(); change--) {
                var place = random.nextInt(bytes.size());
                switch (random.nextInt(4)) {
                    case 0 -> bytes.remove(place);
                    case 1 -> bytes.add(place, (byte) SPICE.charAt(random.nextInt(SPICE.length())));
                    case 2 -> bytes.set(place, (byte) random.nextInt(256));
                    default ->
                        bytes.subList(place, Math.min(bytes.size(), place + random.nextInt(20)))
                                .clear();
                }
            }
            var changed = new byte[bytes.size()];
            for (var b = 0; b < changed.length; b++) {
                changed[b] = bytes.get(b);
            }
            check(changed, NAMES.get(random.nextInt(NAMES.size())));
        }
    }

    /** Whatever is told of a file, right or wrong. */
    @Test
    void anyOptionsGiveATableOrAnError() {
        var random = new Random(4);
        var charsets = List.of(
                StandardCharsets.UTF_8,
                StandardCharsets.ISO_8859_1,
                StandardCharsets.UTF_16,
                StandardCharsets.US_ASCII);
        for (var i = 0; i < TRIES; i++) {
            var options = new CsvOptions(
                    spice(random),
                    spice(random),
                    spice(random),
                    spice(random),
                    spice(random),
                    random.nextInt(4) == 0 ? charsets.get(random.nextInt(charsets.size())) : null,
                    random.nextInt(3) == 0 ? random.nextBoolean() : null,
                    random.nextInt(3) == 0 ? List.of("", "x", "1") : null,
                    random.nextInt(3) == 0 ? random.nextInt(6) : null);
            var text = VALID.get(random.nextInt(VALID.size()));
            check(text.getBytes(StandardCharsets.UTF_8), NAMES.get(i % NAMES.size()), options);
        }
    }

    private static @Nullable Character spice(Random random) {
        return random.nextInt(3) == 0 ? SPICE.charAt(random.nextInt(SPICE.length())) : null;
    }

    /** What takes quadratic time shows with as much as this. */
    @Test
    void monotonousFilesTakeLinearTime() {
        for (var unit : List.of(
                ",", "\"", "\n", "1,", "'a',", "1 ", " ", "#\n", "#,", "a\n", "1,2\n", "\"\n", "1.", "{", "[")) {
            var text = unit.repeat(1_000_000 / unit.length());
            check(text.getBytes(StandardCharsets.UTF_8), "t.csv");
            check(text.substring(0, 200_000).getBytes(StandardCharsets.UTF_8), "t.json");
            check(text.substring(0, 200_000).getBytes(StandardCharsets.UTF_8), "t.arff");
            check(text.substring(0, 200_000).getBytes(StandardCharsets.UTF_8), "t.svm");
        }
    }
}
