package dev.updraft.data;

import dev.updraft.Updraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a table that is larger than memory and than the disk it streams from, in a process of its own. */
final class TableOnFullDisk {
    private TableOnFullDisk() {}

    /** Called with a folder for the model, and the table; says what goes wrong. */
    public static void main(String[] arguments) throws IOException {
        var file = Path.of(arguments[0]).resolve("orders.model");
        try (var model =
                Updraft.compile(Files.writeString(file, StreamedTable.MODEL)).on()) {
            Datasets.open(arguments[1], Path.of("")).read(Split.TRAIN, model.dataSpec(), Progress.NONE);
            System.out.println("read");
        } catch (DataException e) {
            System.out.println(e.getMessage());
        }
    }
}
