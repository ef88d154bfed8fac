package dev.updraft.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.Progress.Unit;
import dev.updraft.data.internal.tables.ColumnRequest;
import dev.updraft.data.internal.tables.TableFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingTextTest {
    private static final long SECOND = 1_000_000_000;

    private final StringWriter out = new StringWriter();
    private long nanoTime;

    private ReadingText reading(int columns) {
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(out), columns, false);
        return new ReadingText(terminal, new LiveLine(terminal, () -> nanoTime), () -> nanoTime);
    }

    private void readATable(ReadingText reading, long nanos) {
        for (var rows = 4096; rows < 40_960; rows += 4096) {
            reading.update("t.csv", rows, -1, Unit.ROWS);
            nanoTime += nanos;
        }
        reading.update("t.csv", 40_000, 40_000, Unit.ROWS);
    }

    @Test
    void aTableThatTakesLongIsToldOf() {
        readATable(reading(100), SECOND / 4);
        assertThat(out.toString())
                .isEqualTo(
                        "\r\u001B[KReading t.csv 20,480 rows\r\u001B[KReading t.csv 24,576 rows\r\u001B[KReading t.csv"
                                + " 28,672 rows\r\u001B[KReading t.csv 32,768 rows\r\u001B[KReading t.csv 36,864 rows\r\u001B[K");
    }

    @Test
    void oneThatIsReadAtOnceIsNot() {
        var reading = reading(100);
        readATable(reading, SECOND / 10);
        nanoTime += SECOND;
        readATable(reading, SECOND / 10);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whereNobodyWatchesNothingIsShown() {
        readATable(reading(0), SECOND);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void filesTellHowManyRowsHaveBeenRead(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("t.csv"), "a\n" + "1\n".repeat(10_000));
        var told = new StringBuilder();
        var table = TableFiles.open(file, CsvOptions.NONE)
                .watchedBy((what, done, total, unit) ->
                        told.append(what.equals(file.toString()) + " " + done + "/" + total + " " + unit + "\n"));
        var expected = "true 4096/-1 ROWS\ntrue 8192/-1 ROWS\ntrue 10000/10000 ROWS\n";
        table.read(List.of(new ColumnRequest("a", ColumnRequest.Kind.NUMBER)));
        assertThat(told.toString()).isEqualTo(expected);
        table.scan(_ -> {});
        assertThat(told.toString()).isEqualTo(expected + expected);
    }
}
