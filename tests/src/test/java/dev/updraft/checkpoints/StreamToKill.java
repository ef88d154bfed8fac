package dev.updraft.checkpoints;

import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.data.StreamedTable;
import java.io.IOException;
import java.nio.file.Path;

/** As {@link TrainingToKill}, on a table that streams from disk. */
final class StreamToKill {
    private StreamToKill() {}

    /** Called with a folder, the number of threads, the table and epochs. */
    public static void main(String[] arguments) throws IOException {
        TrainingToKill.train(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                StreamedTable.MODEL,
                model -> Datasets.open(arguments[2], Path.of("")).read(Split.TRAIN, model.dataSpec(), Progress.NONE),
                Integer.parseInt(arguments[3]));
    }
}
