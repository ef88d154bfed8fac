package dev.updraft.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A table that is read as one that is larger than memory, though it is small. */
public final class StreamedTable implements AutoCloseable {
    /** What a process of its own is given to do so. */
    public static final List<String> OPTIONS = List.of("-Dupdraft.tables.small=4096", "-Dupdraft.tables.memory=1024");

    /** Every kind of column, gaps, and a target that some rows have not. */
    public static final String MODEL = """
            model Orders {
                input order {
                    id: id
                    amount: number(optional: true)
                    weight: number
                    express: bool
                    country: category(most: 3)
                    day: date(optional: true)
                    remarks: text(most: 5)
                }
                target returned: class["no", "yes"]
                network { order -> encode -> dense(8, activation: relu) -> dropout(0.1) -> dense(1) -> logit }
                loss binary_crossentropy(logit, returned)
                optimizer adam(learning_rate: 0.01)
                metrics accuracy, roc_auc
                fit { epochs: 2, batch_size: 64, seed: 3, test_split: 0.2, validation_split: 0.1 }
            }
            """;

    private static final List<String> COUNTRIES = List.of("fr", "de", "it", "at", "");

    private final List<String> names = new ArrayList<>();

    /** Reads tables so until closed. */
    public StreamedTable() {
        this(OPTIONS);
    }

    private StreamedTable(List<String> options) {
        for (var option : options) {
            var parts = option.substring("-D".length()).split("=", 2);
            names.add(parts[0]);
            System.setProperty(parts[0], parts[1]);
        }
    }

    /** Reads tables so, but those of few texts as if memory had room for these. */
    public static StreamedTable withTexts() {
        return new StreamedTable(List.of(OPTIONS.getFirst(), "-Dupdraft.tables.memory=200000"));
    }

    /** Shuffles rows as those of a large table, but keeps them in memory. */
    public static StreamedTable inMemory() {
        return new StreamedTable(OPTIONS.subList(0, 1));
    }

    @Override
    public void close() {
        names.forEach(System::clearProperty);
    }

    /** Writes rows for the model. */
    public static Path write(Path file, int rows) throws IOException {
        var random = new Random(rows);
        var text = new StringBuilder("id,amount,weight,express,country,day,remarks,returned\n");
        for (var row = 0; row < rows; row++) {
            var amount = random.nextInt(10_000) / 100.0;
            var country = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
            var returned = amount + random.nextInt(50) > 70 ? "yes" : "no";
            text.append(String.format(
                    Locale.ROOT,
                    "%d,%s,%.3f,%s,%s,%s,%s,%s\n",
                    row / 30,
                    random.nextInt(9) == 0 ? "" : String.format(Locale.ROOT, "%.2f", amount),
                    random.nextGaussian(),
                    random.nextBoolean(),
                    country,
                    random.nextInt(20) == 0 ? "" : LocalDate.of(2024, 1, 1).plusDays(random.nextInt(300)),
                    "size " + random.nextInt(4) + " colour " + random.nextInt(3),
                    random.nextInt(40) == 0 ? "" : returned));
        }
        return Files.writeString(file, text);
    }
}
