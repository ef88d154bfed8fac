package dev.updraft.report;

import dev.updraft.Device;
import dev.updraft.Updraft;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.data.TrainValidationSplit;
import dev.updraft.training.FitOptions;
import java.nio.file.Path;

/** A small run to report of. */
final class TrainedExample {
    private TrainedExample() {}

    /** Tells classes apart; writes the report and gives its page. */
    static Path iris(Path folder, int epochs) {
        return report(Path.of("../examples/iris"), "iris", folder, epochs);
    }

    /** Guesses numbers; writes the report and gives its page. */
    static Path penguins(Path folder, int epochs) {
        return report(Path.of("../examples/regression"), "penguins", folder, epochs);
    }

    private static Path report(Path example, String name, Path folder, int epochs) {
        try (var model = Updraft.compile(example.resolve(name + ".model")).on(Device.reference())) {
            var samples = TrainValidationSplit.of(
                    Datasets.open(name + ".csv", example).read(Split.TRAIN, model.dataSpec(), Progress.NONE), 0.2, 0);
            var options =
                    FitOptions.NONE.withEpochs(epochs).withValidationSplit(0).withValidation(samples.validation());
            var history = model.fit(samples.train(), options);
            return Report.of(model)
                    .data("training", samples.train())
                    .trained(history, options.over(model.compiled().layers().fit()))
                    .evaluated("validation", model.evaluate(samples.validation()), samples.validation())
                    .save(folder)
                    .page();
        }
    }
}
