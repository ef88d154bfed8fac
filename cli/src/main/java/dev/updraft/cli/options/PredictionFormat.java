package dev.updraft.cli.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How predictions are written. */
public enum PredictionFormat {
    /** A line for people: name, prediction and probability, parted by tabs. */
    TEXT("text", List.of(".txt", ".tsv")),
    /** A table with a header (RFC 4180). */
    CSV("csv", List.of(".csv")),
    /** A JSON object a line. */
    JSONL("jsonl", List.of(".jsonl", ".ndjson", ".json"));

    private final String word;
    private final List<String> endings;

    PredictionFormat(String word, List<String> endings) {
        this.word = word;
        this.endings = endings;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return word;
    }

    /** The one whose files are named so; null if none is. */
    static @Nullable PredictionFormat of(Path file) {
        for (var format : values()) {
            if (format.fits(file)) {
                return format;
            }
        }
        return null;
    }

    /** Whether a file of this format is named so. */
    boolean fits(Path file) {
        var name = file.toString().toLowerCase(Locale.ROOT);
        return endings.stream().anyMatch(name::endsWith);
    }
}
