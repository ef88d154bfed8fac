package com.example.churn;

import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.data.TrainValidationSplit;
import java.nio.file.Path;

/** Trains the model on the customers of the database, and saves its weights. */
public final class Training {
    private Training() {}

    /** Takes the folder of the database {@code shop}, and the file for the weights. */
    public static void main(String[] arguments) {
        if (arguments.length != 2) {
            System.err.println("expected the folder of the database and a file: . WEIGHTS.safetensors");
            System.exit(1);
        }
        System.out.printf("accuracy %.2f%n", train(Path.of(arguments[0]), Path.of(arguments[1])));
    }

    /** Trains with the query and the settings of {@code churn.model}; returns the accuracy on customers set aside. */
    static double train(Path folder, Path weights) {
        try (var churn = Churn.create()) {
            var model = churn.model();
            var fit = model.compiled().layers().fit();
            // The URL in the model begins with ./, which is this folder.
            var customers = Datasets.open(fit.data(), folder).read(Split.TRAIN, model.dataSpec(), Progress.NONE);
            var parts = TrainValidationSplit.forTest(customers, fit.testPart(), model.dataSpec(), fit.seed());
            churn.fit(parts.train());
            churn.save(weights);
            return churn.evaluate(parts.validation()).metrics().get("accuracy");
        }
    }
}
