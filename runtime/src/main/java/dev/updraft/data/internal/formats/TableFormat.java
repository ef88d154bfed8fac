package dev.updraft.data.internal.formats;

import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Progress;
import dev.updraft.data.internal.grouped.GroupedTable;
import dev.updraft.data.internal.tables.CsvOptions;
import dev.updraft.data.internal.tables.TableFiles;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A table. A model with groups of columns finds them by their names; for one whose input is a tensor it must be a {@link
 * CsvFile}.
 */
public record TableFormat(Path file) implements Format {
    private static final Pattern TABLE =
            Pattern.compile("(?i).*\\.(csv|tsv|tab|txt|data|dat|json|jsonl|ndjson|arff|libsvm|svm)(\\.gz|\\.zip)?");
    private static final Pattern CSV = Pattern.compile("(?i).*\\.csv");

    /** Whether a file of this name holds a table. */
    public static boolean matches(Path file) {
        return TABLE.matcher(String.valueOf(file.getFileName())).matches();
    }

    @Override
    public Dataset read(DataSpec dataSpec, Progress progress) {
        if (dataSpec.hasGroups()) {
            return GroupedTable.read(TableFiles.open(file, CsvOptions.NONE), dataSpec, progress::notice);
        }
        if (!CSV.matcher(String.valueOf(file.getFileName())).matches()) {
            throw new DataException(
                    file + ": tables other than .csv are read by the names of their columns; declare those"
                            + " in the model, as in input row { age: number }");
        }
        return new CsvFile(file).read(dataSpec, progress);
    }
}
