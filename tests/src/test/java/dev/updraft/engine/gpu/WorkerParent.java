package dev.updraft.engine.gpu;

import dev.updraft.engine.DrawnSamples;
import java.io.IOException;
import java.nio.file.Path;

/** A process that trains in a worker until somebody kills it. */
public final class WorkerParent {
    private WorkerParent() {}

    /** Called with the folder of the SDK; says so when it trains. */
    public static void main(String[] arguments) throws IOException {
        var samples = new DrawnSamples(WorkerTest.PROGRAM, 4, 1, false);
        try (var trial = new Trial(DoubleSdk.engine(Path.of(arguments[0])), WorkerTest.PROGRAM, samples)) {
            for (var step = 0L; ; step++) {
                trial.train(samples.batch(0, 4));
                if (step == 0) {
                    System.out.println("training");
                }
            }
        }
    }
}
