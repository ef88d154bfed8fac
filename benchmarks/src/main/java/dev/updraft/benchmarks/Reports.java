package dev.updraft.benchmarks;

import dev.updraft.Device;
import dev.updraft.Updraft;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.data.TrainValidationSplit;
import dev.updraft.report.Report;
import dev.updraft.training.FitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Size and time of the report of a training on data that has a test part. */
public final class Reports {
    private static final int TIMES = 6;

    private Reports() {}

    /**
     * Trains, then writes the report several times.
     *
     * @param arguments the model's file, its data, epochs, the folder to write to
     */
    public static void main(String[] arguments) throws IOException {
        System.setProperty("java.awt.headless", "true");
        try (var model = Updraft.compile(Path.of(arguments[0])).on(Device.cpu())) {
            var source = Datasets.open(arguments[1], Path.of(""));
            var trainValidationSplit =
                    TrainValidationSplit.of(source.read(Split.TRAIN, model.dataSpec(), Progress.NONE), 0.1, 0);
            var test = source.read(Split.TEST, model.dataSpec(), Progress.NONE);
            var options = FitOptions.NONE
                    .withEpochs(Integer.parseInt(arguments[2]))
                    .withValidationSplit(0)
                    .withValidation(trainValidationSplit.validation());
            var history = model.fit(trainValidationSplit.train(), options);
            var evaluation = model.evaluate(test);
            for (var i = 0; i < TIMES; i++) {
                var start = System.nanoTime();
                Report.of(model)
                        .data("training", trainValidationSplit.train())
                        .data("validation", trainValidationSplit.validation())
                        .trained(history, options.over(model.compiled().layers().fit()))
                        .evaluated("test", evaluation, test)
                        .save(Path.of(arguments[3]));
                System.out.printf("%.3f s%n", (System.nanoTime() - start) / 1e9);
            }
            printSizes(Path.of(arguments[3]));
        }
    }

    private static void printSizes(Path folder) throws IOException {
        var all = 0L;
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                all += Files.size(file);
            }
        }
        System.out.printf("index.html %,d bytes, all files %,d bytes%n", Files.size(folder.resolve("index.html")), all);
    }
}
