package dev.updraft.training.loop;

import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.internal.ModelWeights;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The weights of a checkpoint, if the model is most of what its learner stores. */
public final class StoredWeights implements Learner.Stored {
    private final TrainingContext trainingContext;
    private final SafetensorsFile weights;
    private final Runnable loaded;

    private StoredWeights(TrainingContext trainingContext, SafetensorsFile weights, Runnable loaded) {
        this.trainingContext = trainingContext;
        this.weights = weights;
        this.loaded = loaded;
    }

    /**
     * Opens them.
     *
     * @param check throws if they do not fit a learner, though their shapes fit the model
     * @param loaded is run when the session has them
     */
    public static StoredWeights open(
            TrainingContext trainingContext, Path file, Consumer<SafetensorsFile> check, Runnable loaded) {
        var weights = SafetensorsFile.open(file);
        try {
            ModelWeights.requireFit(weights, trainingContext.program().variables());
            check.accept(weights);
            return new StoredWeights(trainingContext, weights, loaded);
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    @Override
    public void load() {
        ModelWeights.load(weights, trainingContext.program().variables(), trainingContext.session()::write);
        loaded.run();
    }

    @Override
    public void close() {
        weights.close();
    }
}
