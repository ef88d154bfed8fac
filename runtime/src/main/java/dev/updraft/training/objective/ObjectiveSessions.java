package dev.updraft.training.objective;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.program.Objective;
import dev.updraft.compiler.program.Program;
import dev.updraft.data.Dataset;
import dev.updraft.engine.spi.Session;
import dev.updraft.training.loop.OpenResources;
import dev.updraft.training.loop.TrainingContext;
import dev.updraft.training.loop.TrainingData;
import java.util.Objects;
import java.util.function.BiConsumer;

/** The loss of a model as programs that take what a learner has found, with their sessions. */
public final class ObjectiveSessions implements AutoCloseable {
    private final TrainingContext trainingContext;
    private final TrainingData data;
    private final Objective objective;
    private final LayerGraph model;
    private final BiConsumer<TrainingContext, Dataset> writeClassWeights;
    private final OpenResources opened = new OpenResources();

    /** @param writeClassWeights gives a session the weights of the classes in the training data, if its program has them */
    public ObjectiveSessions(
            TrainingContext trainingContext,
            TrainingData data,
            BiConsumer<TrainingContext, Dataset> writeClassWeights) {
        this.trainingContext = trainingContext;
        this.data = data;
        this.writeClassWeights = writeClassWeights;
        model = model(trainingContext);
        objective = Compiler.objective(model);
    }

    /** The model as its program is: with weights of samples where the data brings them and the file does not ask for them. */
    private static LayerGraph model(TrainingContext trainingContext) {
        var model = trainingContext.model();
        var step = model.fit().step();
        return trainingContext.program().isWeighted() && step.sampleWeight() == null
                ? model.with(model.fit().with(step.withSampleWeight(Program.SAMPLE_WEIGHT)))
                : model;
    }

    /**
     * Compares what is found for the training data; behind the model's outputs are gradient and curvature.
     *
     * @param outputs how many numbers are found for a sample
     */
    public ObjectivePass training(int outputs) {
        var session = session(objective.training());
        writeClassWeights.accept(
                new TrainingContext(
                        model,
                        objective.training(),
                        session,
                        trainingContext.engine(),
                        trainingContext.open(),
                        trainingContext.threads(),
                        trainingContext.seed()),
                data.train());
        return opened.add(new ObjectivePass(objective.training(), session, data.train(), outputs));
    }

    /**
     * Compares what is found for the validation data, of which there must be some.
     *
     * @param outputs how many numbers are found for a sample
     */
    public ObjectivePass validation(int outputs) {
        var validation = Objects.requireNonNull(data.validation(), "there is validation data");
        return validationOf(validation, outputs);
    }

    /**
     * Compares what is found for some data as a validation does, without the weights of classes.
     *
     * @param outputs how many numbers are found for a sample
     */
    public ObjectivePass validationOf(Dataset samples, int outputs) {
        return opened.add(new ObjectivePass(objective.validation(), session(objective.validation()), samples, outputs));
    }

    private Session session(Program program) {
        var session = opened.add(trainingContext.open().apply(program));
        var known = trainingContext.program().variables();
        trainingContext
                .session()
                .copyTo(
                        session,
                        program.variables().stream().filter(known::contains).toList());
        return session;
    }

    @Override
    public void close() {
        opened.close();
    }
}
