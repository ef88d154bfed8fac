package com.example.iris;

import dev.updraft.data.DataSpec;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import java.nio.file.Path;

/** Trains the model and saves its weights. */
public final class Training {
    private Training() {}

    /** Takes the file to learn from, and the file for the weights. */
    public static void main(String[] arguments) {
        if (arguments.length != 2) {
            System.err.println("expected two files: DATA.csv WEIGHTS.safetensors");
            System.exit(1);
        }
        System.out.printf("accuracy %.2f%n", train(Path.of(arguments[0]), Path.of(arguments[1])));
    }

    /** Trains on a CSV file, with the settings of {@code iris.model}; returns the accuracy on all of it. */
    static double train(Path data, Path weights) {
        try (var iris = Iris.create()) {
            var flowers = Datasets.open(data.toString(), Path.of(""))
                    .read(Split.TRAIN, DataSpec.of(iris.model().compiled().layers()), Progress.NONE);
            iris.fit(flowers);
            iris.save(weights);
            return iris.evaluate(flowers).metrics().get("accuracy");
        }
    }
}
