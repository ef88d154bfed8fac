package dev.updraft.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.Updraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cells of rows of Java that do not fit their column: all are counted, and the first shown. */
class BadRowsTest {
    @TempDir
    private Path folder = Path.of("");

    private void assertRefused(List<?> rows, String message) throws IOException {
        var file = Files.writeString(folder.resolve("p.model"), """
                model P {
                    input row { age: number }
                    target y: number
                    network { row -> encode -> dense(1) -> p }
                    loss mse(p, y)
                    optimizer sgd
                }
                """);
        try (var model = Updraft.compile(file).on()) {
            assertThatThrownBy(() -> model.fit(Datasets.of(rows)))
                    .isInstanceOf(DataException.class)
                    .hasMessage(message);
        }
    }

    @Test
    void oneIsTold() throws IOException {
        assertRefused(
                List.of(Map.of("age", 1, "y", 1), Map.of("age", "old", "y", 2)),
                "row 1 (counted from 0): age is 'old' (String), where a finite number is expected");
    }

    @Test
    void ofManyTenAreShownAndAllCounted() throws IOException {
        var rows = IntStream.range(0, 24)
                .mapToObj(i -> Map.of("age", i % 2 == 0 ? (Object) i : "a" + i, "y", 1))
                .toList();
        var shown = IntStream.range(0, 10)
                .mapToObj(i -> "row %1$s (counted from 0): age is 'a%1$s' (String), where a finite number is expected"
                        .formatted(2 * i + 1))
                .toList();
        assertRefused(rows, String.join("\n  ", shown) + "\n  and 2 more");
    }
}
