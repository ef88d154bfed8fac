package dev.updraft.data;

/** Files of one kind that make up one data set. */
sealed interface Format permits IdxFiles, CifarBatches, ImageFolder, CsvFile, NpzFile {

    /** Reads all of it as a model expects it. */
    Dataset read(DataSpec dataSpec, Progress progress);
}
