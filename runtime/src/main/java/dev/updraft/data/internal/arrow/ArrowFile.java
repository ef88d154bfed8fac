package dev.updraft.data.internal.arrow;

import dev.updraft.data.DataException;
import dev.updraft.files.FileProblem;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A file in Arrow's format for files, which is that of Feather, or in its format for streams. */
public record ArrowFile(Path file) {

    /**
     * The names of the columns.
     *
     * @throws DataException if the file cannot be read, or a column is neither of numbers nor of texts nor of times
     */
    public List<String> header() {
        return read(reader -> reader.fields().stream().map(ArrowField::name).toList());
    }

    /**
     * Passes on all rows.
     *
     * @param rows takes cells as numbers, truth values, texts, and dates and times of java.time; null are those that are missing
     * @throws DataException if the file cannot be read
     */
    public void each(Consumer<@Nullable Object[]> rows) {
        read(reader -> {
            reader.each(rows);
            return true;
        });
    }

    private <T> T read(Function<ArrowReader, T> function) {
        if (!Files.isRegularFile(file)) {
            throw new DataException(file + ": no such file; check the path");
        }
        try (var arena = Arena.ofConfined();
                var channel = FileChannel.open(file)) {
            var bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            return function.apply(ArrowReader.intact(() -> new ArrowReader(bytes)));
        } catch (ArrowException e) {
            throw new DataException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + FileProblem.reason(e), e);
        }
    }
}
