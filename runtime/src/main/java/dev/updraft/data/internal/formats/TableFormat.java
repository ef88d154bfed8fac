package dev.updraft.data.internal.formats;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Progress;
import dev.updraft.data.internal.grouped.GroupedTable;
import dev.updraft.data.internal.tables.TableFiles;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table. A model with groups of columns finds them by their names; for one whose input is a tensor it must be a {@link
 * CsvFile}.
 *
 * @param options of a CSV file, whatever its name ends with; null to tell the format by the name
 */
public record TableFormat(Path file, @Nullable CsvOptions options) implements Format {
    private static final Pattern TABLE =
            Pattern.compile("(?i).*\\.(csv|tsv|tab|txt|data|dat|json|jsonl|ndjson|arff|libsvm|svm|parquet"
                    + "|arrow|arrows|feather|xlsx|xlsm|xlsb|xls|ods)(\\.gz|\\.zip)?");
    private static final Pattern CSV = Pattern.compile("(?i).*\\.csv");

    /** Whose format is found out. */
    public TableFormat(Path file) {
        this(file, null);
    }

    /** Whether a file of this name holds a table. */
    public static boolean matches(Path file) {
        return TABLE.matcher(String.valueOf(file.getFileName())).matches();
    }

    @Override
    public Dataset read(DataSpec dataSpec, Progress progress) {
        if (dataSpec.hasGroups()) {
            var table = options == null ? TableFiles.open(file, CsvOptions.NONE) : TableFiles.openCsv(file, options);
            return GroupedTable.read(table.watchedBy(progress), dataSpec, progress::notice);
        }
        if (options != null) {
            throw new DataException(
                    file + ": csv(…) is for models that declare columns, as in input row { age: number };"
                            + " declare them, or write the path alone");
        }
        if (!CSV.matcher(String.valueOf(file.getFileName())).matches()) {
            throw new DataException(
                    file + ": tables other than .csv are read by the names of their columns; declare those"
                            + " in the model, as in input row { age: number }");
        }
        return new CsvFile(file).read(dataSpec, progress);
    }
}
