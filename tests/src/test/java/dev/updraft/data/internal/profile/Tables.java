package dev.updraft.data.internal.profile;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.internal.tables.TableFile;
import dev.updraft.data.internal.tables.TableFiles;
import java.io.StringReader;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Small tables. */
final class Tables {
    private Tables() {}

    /** A table with a second column, so that the reader sees separators. */
    static TableProfile ofColumn(String header, int rows, IntFunction<String> cell) {
        var text = new StringBuilder("before," + header + "\n");
        for (var row = 0; row < rows; row++) {
            text.append(row * 7 % 5).append(".5,").append(cell.apply(row)).append('\n');
        }
        return profile(text.toString(), null);
    }

    /** @param target null for none */
    static TableProfile profile(String csv, @Nullable String target) {
        var table = open(csv);
        return TableProfile.of(
                table, target == null ? TableProfile.NO_TARGET : table.header().indexOf(target));
    }

    static TableFile open(String csv) {
        return TableFiles.open(new StringReader(csv), "table.csv", CsvOptions.NONE.withHeader(true));
    }
}
