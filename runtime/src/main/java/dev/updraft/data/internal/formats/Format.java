package dev.updraft.data.internal.formats;

import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Progress;

/** Files of one kind that make up one data set. */
public sealed interface Format permits IdxFiles, CifarBatches, ImageFolder, TableFormat, SheetFormat, CsvFile, NpzFile {

    /** Reads all of it as a model expects it. */
    Dataset read(DataSpec dataSpec, Progress progress);
}
