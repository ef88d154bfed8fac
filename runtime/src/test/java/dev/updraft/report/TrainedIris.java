package dev.updraft.report;

import dev.updraft.Device;
import dev.updraft.Updraft;
import dev.updraft.data.Datasets;
import dev.updraft.data.Part;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.training.FitOptions;
import java.nio.file.Path;

/** A small run to report of. */
final class TrainedIris {
    private static final Path FOLDER = Path.of("../examples/iris");

    private TrainedIris() {}

    /** Trains and writes the report; gives its page. */
    static Path report(Path folder, int epochs) {
        try (var model = Updraft.compile(FOLDER.resolve("iris.model")).on(Device.reference())) {
            var flowers = Split.of(
                    Datasets.open("iris.csv", FOLDER).read(Part.TRAIN, model.expectation(), Progress.NONE), 0.2, 0);
            var options =
                    FitOptions.NONE.withEpochs(epochs).withValidationSplit(0).withValidation(flowers.validation());
            var history = model.fit(flowers.train(), options);
            return Report.of(model)
                    .data("training", flowers.train())
                    .trained(history, options.over(model.compiled().layers().fit()))
                    .evaluated("validation", model.evaluate(flowers.validation()), flowers.validation())
                    .save(folder)
                    .page();
        }
    }
}
