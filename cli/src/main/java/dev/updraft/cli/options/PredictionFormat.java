package dev.updraft.cli.options;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How predictions are written. */
public enum PredictionFormat {
    /** A line for people: name, prediction and probability, parted by tabs. */
    TEXT("text", "txt|tsv"),
    /** A table with a header (RFC 4180). */
    CSV("csv", "csv"),
    /** A JSON object a line. */
    JSONL("jsonl", "jsonl|ndjson|json"),
    /** A table in columns, for files alone. */
    PARQUET("parquet", "parquet");

    private final String word;
    private final String endings;

    /** @param endings of names of its files, parted by bars */
    PredictionFormat(String word, String endings) {
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
        return file.toString().matches("(?i).*\\.(" + endings + ")");
    }
}
