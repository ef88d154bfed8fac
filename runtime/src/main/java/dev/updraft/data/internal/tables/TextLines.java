package dev.updraft.data.internal.tables;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** The lines of a text file, with their numbers. */
final class TextLines implements AutoCloseable {
    private static final int SAMPLE = 1 << 17;

    private final String name;
    private final TextEncoding encoding;
    private final BufferedReader in;
    private long number;

    private TextLines(String name, TextEncoding encoding, BufferedReader in) {
        this.name = name;
        this.encoding = encoding;
        this.in = in;
    }

    static TextLines open(TableSource source, CsvOptions options) {
        try {
            TextEncoding encoding;
            try (var in = source.open()) {
                var sample = in.readNBytes(SAMPLE);
                encoding = TextEncoding.of(sample, sample.length < SAMPLE, options.encoding());
            }
            var in = source.open();
            try {
                return new TextLines(source.name(), encoding, new BufferedReader(encoding.reader(in)));
            } catch (IOException e) {
                in.close();
                throw e;
            }
        } catch (IOException e) {
            throw TableSource.failure(source.name(), e);
        }
    }

    /** The next line without its end; null after the last. */
    @Nullable
    String next() {
        try {
            var line = in.readLine();
            number++;
            return line;
        } catch (CharacterCodingException e) {
            throw new DataException(
                    name + ": has bytes after line " + number + " that are not " + encoding.charset()
                            + "; save it as UTF-8",
                    e);
        } catch (IOException e) {
            throw TableSource.failure(name, e);
        }
    }

    /** Number of the line that was read last, counted from 1. */
    long number() {
        return number;
    }

    DataException error(String problem) {
        return new DataException(name + ":" + number + ": " + problem);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw TableSource.failure(name, e);
        }
    }
}
