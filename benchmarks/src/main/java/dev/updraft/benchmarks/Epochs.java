package dev.updraft.benchmarks;

import dev.updraft.Device;
import dev.updraft.Updraft;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.training.FitOptions;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Whole epochs on real data: {@code Epochs FILE.model DATA BATCH EPOCHS}. Prints steps per second of each epoch, data
 * pipeline, metrics and bookkeeping included, to be compared with {@link Steps}.
 */
public final class Epochs {
    private Epochs() {}

    public static void main(String[] arguments) {
        var options = FitOptions.NONE
                .withBatchSize(Integer.parseInt(arguments[2]))
                .withEpochs(Integer.parseInt(arguments[3]))
                .withValidationSplit(0);
        try (var model = Updraft.compile(Path.of(arguments[0]), Map.of()).on(Device.cpu())) {
            var data = Datasets.open(arguments[1], Path.of("")).read(Split.TRAIN, model.dataSpec(), Progress.NONE);
            for (var epoch : model.fit(data, options).epochs()) {
                System.out.printf(
                        Locale.ROOT,
                        "epoch %d: %.1f steps/s, loss %.4f, %d MB resident%n",
                        epoch.number(),
                        epoch.stepsPerSecond(),
                        epoch.loss(),
                        Machine.memory("VmRSS"));
            }
        }
    }
}
