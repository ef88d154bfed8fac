package dev.updraft.compiler.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodedNamesTest {

    /** What {@code updraft new --with linear --window} writes; the order alone is no feature. */
    @Test
    void aFlattenedWindowKeepsTheNamesOfItsRows(@TempDir Path folder) throws IOException {
        var text = """
                model Load {
                    input hours: window(past: 2, order: hour) {
                        hour: number
                        load: number(optional: true)
                    }
                    target load: number
                    network { hours -> encode -> flatten -> linear_regression -> next }
                    loss mse(next, load)
                }
                """;
        var graph =
                Objects.requireNonNull(Compiler.check(Files.writeString(folder.resolve("load.model"), text), Map.of())
                        .graph());

        var names = EncodedNames.UNLEARNT.of(
                Objects.requireNonNull(graph.linear()).inputs().getFirst());

        assertThat(names).containsExactly("load[-2]", "load is missing[-2]", "load[-1]", "load is missing[-1]");
    }
}
