package dev.updraft.benchmarks;

import dev.updraft.Device;
import dev.updraft.Updraft;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a table for a model: {@code Reading FILE.model DATA [ROUNDS]}. Prints seconds, rows and megabytes per second of each round;
 * the first includes what Java compiles meanwhile.
 */
public final class Reading {
    private Reading() {}

    public static void main(String[] arguments) throws IOException {
        var file = Path.of(arguments[1]);
        var megabytes = Files.size(file) / 1e6;
        var rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        try (var model = Updraft.compile(Path.of(arguments[0]), Map.of()).on(Device.cpu())) {
            for (var round = 0; round < rounds; round++) {
                var start = System.nanoTime();
                var data = Datasets.open(arguments[1], Path.of("")).read(Split.TRAIN, model.dataSpec(), Progress.NONE);
                var seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%.2f s, %.0f rows/s, %.0f MB/s, %d MB resident at most%n",
                        seconds,
                        data.size() / seconds,
                        megabytes / seconds,
                        Machine.memory("VmHWM"));
            }
        }
    }
}
