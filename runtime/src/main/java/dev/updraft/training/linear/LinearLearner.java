package dev.updraft.training.linear;

import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LinearLayer;
import dev.updraft.data.Dataset;
import dev.updraft.metrics.MetricAccumulator;
import dev.updraft.training.ModelSnapshot;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingException;
import dev.updraft.training.TrainingListener;
import dev.updraft.training.loop.Learner;
import dev.updraft.training.loop.OpenResources;
import dev.updraft.training.loop.RunningMetrics;
import dev.updraft.training.loop.StepCounter;
import dev.updraft.training.loop.StepResult;
import dev.updraft.training.loop.StoredWeights;
import dev.updraft.training.loop.TrainingContext;
import dev.updraft.training.loop.TrainingData;
import dev.updraft.training.objective.ObjectivePass;
import dev.updraft.training.objective.ObjectiveSessions;
import dev.updraft.trees.FeatureSource;
import dev.updraft.trees.Workers;
import dev.updraft.weights.WeightsException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the weights of a linear model: an epoch is a step of Newton's method, of quasi-Newton steps where there are many columns, or
 * of coordinate descent where the penalty asks for it. It ends where the gradient is small.
 */
public final class LinearLearner implements Learner {
    private static final String STATE = "linear.bin";

    private final TrainingContext trainingContext;
    private final TrainingData data;
    private final FitSettings settings;
    private final Function<Dataset, FeatureSource> features;
    private final BiConsumer<TrainingContext, Dataset> writeClassWeights;
    private final List<String> names;
    private final Consumer<String> notices;
    private final LayerNode node;
    private final LinearLayer layer;
    private final OpenResources opened = new OpenResources();

    private @Nullable Fitting fitting;
    private @Nullable Validating validating;

    /** What there is once the data has been read. */
    private record Fitting(FeatureRows rows, CompiledLoss loss, LinearDescent descent) {}

    /** What the validation takes. */
    private record Validating(ObjectivePass pass, FeatureRows rows) {}

    /**
     * @param features what the model weighs, of the samples of a data set
     * @param writeClassWeights gives a session the weights of the classes in the training data, if its program has them
     * @param names of the features
     * @param notices hears in a line what a user should know
     */
    public LinearLearner(
            TrainingContext trainingContext,
            TrainingData data,
            FitSettings settings,
            Function<Dataset, FeatureSource> features,
            BiConsumer<TrainingContext, Dataset> writeClassWeights,
            List<String> names,
            Consumer<String> notices) {
        this.trainingContext = trainingContext;
        this.data = data;
        this.settings = settings;
        this.features = features;
        this.writeClassWeights = writeClassWeights;
        this.names = List.copyOf(names);
        this.notices = notices;
        node = Objects.requireNonNull(trainingContext.model().fitted(), "the model is linear");
        layer = (LinearLayer) node.layer();
    }

    @Override
    public String engine() {
        return trainingContext.engine();
    }

    @Override
    public void open() {
        if (settings.batchSize() != trainingContext.model().fit().batchSize()) {
            throw new TrainingException("a batch size of " + settings.batchSize()
                    + " means nothing to a linear model, each step of which sees all samples: leave it out");
        }
        var workers = opened.add(new Workers(trainingContext.threads()));
        var rows = new FeatureRows(features.apply(data.train()), names, layer.useBias(), workers);
        var sessions = opened.add(new ObjectiveSessions(trainingContext, data, writeClassWeights));
        var loss = new CompiledLoss(
                sessions.training(layer.outputs()),
                trainingContext.program().outputs().size(),
                layer.outputs(),
                data.train().description());
        var kinked = KinkedLoss.of(loss);
        var samples = rows.rows();
        var problem = new LinearProblem(
                rows,
                kinked == null ? loss : kinked,
                layer.penalty().l1(samples),
                layer.penalty().l2(samples));
        var descent = new LinearDescent(problem, kinked, layer.tolerance(), names, notices);
        var known = LinearWeights.read(node, trainingContext.program(), trainingContext.session());
        if (Arrays.stream(known).flatMapToDouble(Arrays::stream).anyMatch(weight -> weight != 0)) {
            descent.begin(Arrays.stream(known).map(rows::scaled).toArray(double[][]::new));
        }
        fitting = new Fitting(rows, loss, descent);
        if (data.validation() != null) {
            validating = new Validating(
                    sessions.validation(layer.outputs()),
                    new FeatureRows(features.apply(data.validation()), names, layer.useBias(), workers));
        }
    }

    private Fitting fitting() {
        return Objects.requireNonNull(fitting, "opened before");
    }

    @Override
    public int steps() {
        return 1;
    }

    @Override
    public void train(StepCounter position, int to, StepResult result) {
        if (position.batch >= to || Thread.currentThread().isInterrupted()) {
            return;
        }
        var now = fitting();
        now.descent.step();
        position.batch = 1;
        position.step++;
        LinearWeights.write(weights(), node, trainingContext.program(), trainingContext.session());
        now.loss.report(now.descent.scores(), (_, batch, outputs, loss) -> result.step(1, batch, outputs, loss));
        if (position.epoch + 1 == settings.epochs() && now.descent.ended() == null) {
            notices.accept("the linear model has not converged after " + settings.epochs()
                    + " steps, so that its weights are not those of the minimum: set a larger max_steps or tolerance, or"
                    + " standardize its features");
        }
    }

    /** Of the features as they are; where all biases may rise alike, their mean is 0. */
    private double[][] weights() {
        var weights = Arrays.stream(fitting().descent.weights())
                .map(fitting().rows::unscaled)
                .toArray(double[][]::new);
        if (layer.useBias() && fitting().descent.isShifted()) {
            var bias = fitting().rows.features();
            var mean = Arrays.stream(weights)
                    .mapToDouble(ofOutput -> ofOutput[bias])
                    .average()
                    .orElse(0);
            for (var ofOutput : weights) {
                ofOutput[bias] -= mean;
            }
        }
        return weights;
    }

    @Override
    public @Nullable String ended() {
        return fitting().descent.ended();
    }

    @Override
    public MetricAccumulator validate(MetricAccumulator into, List<TrainingListener> listeners) {
        if (Thread.currentThread().isInterrupted()) {
            throw TrainingData.interruption(0, 1, Objects.requireNonNull(data.validation()));
        }
        var now = Objects.requireNonNull(validating, "there is validation data");
        var blocks = Math.ceilDiv(now.pass.samples(), ObjectivePass.BLOCK);
        var metrics = new RunningMetrics(into);
        now.pass.run(scores(now.rows), (from, batch, outputs, loss) -> {
            into.add(batch, outputs, loss);
            var progress = new TrainingEvent.EvaluationProgress(from / ObjectivePass.BLOCK + 1, blocks, metrics);
            listeners.forEach(listener -> listener.on(progress));
        });
        return into;
    }

    private float[][] scores(FeatureRows rows) {
        var weights = weights();
        var scores = new float[weights.length][rows.rows()];
        var ofOutput = new double[rows.rows()];
        for (var output = 0; output < weights.length; output++) {
            rows.multiplyUnscaled(weights[output], ofOutput);
            for (var i = 0; i < ofOutput.length; i++) {
                scores[output][i] = (float) ofOutput[i];
            }
        }
        return scores;
    }

    @Override
    public Runnable present(StepCounter position) {
        return () -> {};
    }

    @Override
    public double learningRate(StepCounter position) {
        return Double.NaN;
    }

    /** It has none. */
    @Override
    public void learningRateFactor(double factor) {}

    @Override
    public ModelSnapshot snapshot() {
        return fitting().descent.snapshot();
    }

    @Override
    public void restore(ModelSnapshot snapshot) {
        if (!(snapshot instanceof LinearSnapshot linear)) {
            throw new IllegalArgumentException("the snapshot belongs to another model: take one with snapshot()");
        }
        fitting().descent.restore(linear);
        LinearWeights.write(weights(), node, trainingContext.program(), trainingContext.session());
    }

    @Override
    public List<String> files() {
        return List.of(STATE);
    }

    @Override
    public void write(Path checkpoint) throws IOException {
        try (var out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(checkpoint.resolve(STATE))))) {
            fitting().descent.snapshot().write(out);
        }
    }

    @Override
    public Stored open(Path checkpoint, String model) {
        var snapshot = snapshot(checkpoint.resolve(STATE));
        return StoredWeights.open(trainingContext, checkpoint.resolve(model), _ -> {}, () -> restore(snapshot));
    }

    private LinearSnapshot snapshot(Path file) {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return LinearSnapshot.of(in, layer.outputs(), fitting().rows.columns());
        } catch (IOException e) {
            throw new WeightsException(file, "it cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        opened.close();
    }
}
