package dev.updraft.data.internal.formats;

import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Progress;
import dev.updraft.data.internal.grouped.GroupedTable;
import dev.updraft.data.internal.tables.TableFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A table in an Excel file.
 *
 * @param sheet its name; null for the first
 * @param skip number of rows at the top to leave out
 */
public record SheetFormat(Path file, @Nullable String sheet, int skip) implements Format {
    @Override
    public Dataset read(DataSpec dataSpec, Progress progress) {
        if (!dataSpec.hasGroups()) {
            throw new DataException(
                    file + ": excel(…) is for models that declare columns, as in input row { age: number }; declare"
                            + " them, or save the sheet as CSV UTF-8");
        }
        return GroupedTable.read(
                TableFiles.openSheet(file, sheet, skip).watchedBy(progress), dataSpec, progress::notice);
    }
}
