package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables without rows, and tables from standard input. */
class UnnamedTablesTest {

    @TempDir
    private Path folder = Path.of("");

    private static CommandRun runFrom(String in, String... arguments) {
        var before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)));
            return CommandRun.of(arguments);
        } finally {
            System.setIn(before);
        }
    }

    private static void assertRefused(CommandRun run, String message) {
        assertThat(run.err()).isEqualTo("error: " + message + "\n");
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void ofAHeaderAloneNothingIsSaid() throws IOException {
        var file = Files.writeString(folder.resolve("t.csv"), "a,b,y\n").toString();
        var model = folder.resolve("t.model");
        var message = file + ": has a header but no rows; add a row for each sample";
        assertRefused(CommandRun.of("describe", file), message);
        assertRefused(CommandRun.of("new", file, "--target", "y", "--output", model.toString()), message);
        assertThat(model).doesNotExist();
    }

    @Test
    void aTableFromStandardInputIsDescribed() {
        var run = runFrom("a;b\n1,5;x\n2,5;y\n", "describe", "-");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("standard input: separator ';', decimal comma\n2 rows, 2 columns\n");
    }

    @Test
    void whereItsNameIsNeededTheWayOutIsSaid() throws IOException {
        assertRefused(
                runFrom("a,b\n1,2\n", "new", "-", "--target", "b"),
                "a model names the file of its table, which standard input is not: save the table to a file, and pass"
                        + " that");
        var model = Files.writeString(folder.resolve("m.model"), """
                model M {
                    input row { a: number }
                    target b: number
                    network { row -> encode -> dense(1) -> y }
                    loss mse(y, b)
                    optimizer adam
                    fit { epochs: 1 }
                }
                """).toString();
        assertRefused(
                runFrom("a,b\n1,2\n", "train", model, "--data", "-", "--no-report"),
                "standard input has no name by which the data could be found again: save the table to a file, and pass"
                        + " that; only `updraft predict` and `updraft describe` take -");
    }
}
