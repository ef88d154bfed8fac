package dev.updraft.training.trees;

import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.RankedGroups;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.RankedLists;
import dev.updraft.engine.spi.DeviceRows;
import dev.updraft.engine.spi.Session;
import dev.updraft.metrics.MetricAccumulator;
import dev.updraft.training.Callback;
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
import dev.updraft.training.objective.ObjectivePass.BlockResult;
import dev.updraft.training.objective.ObjectiveSessions;
import dev.updraft.trees.BinnedFeatures;
import dev.updraft.trees.Criterion;
import dev.updraft.trees.FeatureSource;
import dev.updraft.trees.TreeGrower;
import dev.updraft.trees.TreeSettings;
import dev.updraft.trees.Workers;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Grows a tree an epoch; where leaves have one number, one for each output. The loss says by its gradient and curvature where they
 * should lead; a forest learns the target itself. What an epoch reports is measured with its trees.
 */
public final class TreeLearner implements Learner {
    private final TrainingContext trainingContext;
    private final TrainingData data;
    private final FitSettings settings;
    private final Function<Dataset, FeatureSource> features;
    private final BiConsumer<TrainingContext, Dataset> writeClassWeights;
    private final List<Callback> callbacks;
    private final Consumer<String> notices;
    private final LayerNode node;
    private final TreeLayer layer;
    private final OpenResources opened = new OpenResources();

    private Ensemble ensemble;
    private @Nullable Growing growing;
    private @Nullable Validating validating;
    /** Whether scores and derivatives are those of the ensemble. */
    private boolean isReady;
    /** Whether the model is not yet what the ensemble is. */
    private boolean isChanged;

    private double learningRateFactor = 1;
    private int roundsAtFirst;
    private @Nullable String ended;
    private Criterion criterion = new Criterion.Squares();

    /** What there is once the data has been read. */
    private record Growing(
            FeatureSource source,
            BinnedFeatures binned,
            Scores scores,
            Derivatives derivatives,
            StartingScores starting,
            RoundGrower rounds,
            TreeSamples samples,
            @Nullable OutOfBag outOfBag) {}

    /** What the validation takes. */
    private record Validating(
            ObjectivePass pass,
            ValidationScores scores,
            @Nullable RankingDerivatives ranking) {}

    /**
     * @param features what the trees ask about, of the samples of a data set
     * @param writeClassWeights gives a session the weights of the classes in the training data, if its program has them
     * @param callbacks of the run, from wherever they are
     * @param notices hears in a line what a user should know
     */
    public TreeLearner(
            TrainingContext trainingContext,
            TrainingData data,
            FitSettings settings,
            Function<Dataset, FeatureSource> features,
            BiConsumer<TrainingContext, Dataset> writeClassWeights,
            List<Callback> callbacks,
            Consumer<String> notices) {
        this.trainingContext = trainingContext;
        this.data = data;
        this.settings = settings;
        this.features = features;
        this.writeClassWeights = writeClassWeights;
        this.callbacks = List.copyOf(callbacks);
        this.notices = notices;
        node = Objects.requireNonNull(trainingContext.model().trees(), "the model has trees");
        layer = (TreeLayer) node.layer();
        ensemble = new Ensemble(layer);
    }

    @Override
    public String engine() {
        return trainingContext.engine();
    }

    @Override
    public void open() {
        ensemble = TreeWeights.read(node, trainingContext.program(), trainingContext.session());
        roundsAtFirst = ensemble.rounds();
        var run = new TreeRun(trainingContext.model(), layer, roundsAtFirst);
        run.require(settings, data.validation() != null, callbacks);
        run.requireNoWeights(trainingContext.program().isWeighted());
        requireAllTrees();
        run.continued().ifPresent(notices);
        var sessions = opened.add(new ObjectiveSessions(trainingContext, data, writeClassWeights));
        var workers = opened.add(new Workers(trainingContext.threads()));
        var source = features.apply(data.train());
        var tree = new TreeParameters(layer);
        var binned = BinnedFeatures.of(source, tree.features(), tree.maxBins(), workers);
        criterion = criteria().of(trainingContext.program(), trainingContext.session());
        var pass = sessions.training(layer.outputs());
        var grown = tree.settings(criterion);
        var grower = new TreeGrower(binned, grown, workers, device(pass.session(), binned, grown));
        var place = trainingContext.program().outputs().size();
        var derivatives = new Derivatives(pass, place, layer.outputs(), ranking(data.train(), workers));
        var samples = new TreeSamples(layer.settings(), source.rows(), trainingContext.seed(), workers);
        var outOfBag = layer.settings().outOfBag()
                ? new OutOfBag(layer, sessions.validationOf(data.train(), layer.outputs()))
                : null;
        var leafSearch = new LeafSearch(pass, place);
        growing = new Growing(
                source,
                binned,
                new Scores(layer, workers, source.rows()),
                derivatives,
                new StartingScores(derivatives, leafSearch),
                new RoundGrower(layer, grower, workers, leafSearch, samples, outOfBag, trainingContext.seed()),
                samples,
                outOfBag);
        if (data.validation() != null) {
            validating = new Validating(
                    sessions.validation(layer.outputs()),
                    new ValidationScores(layer, workers, features.apply(data.validation())),
                    ranking(data.validation(), workers));
        }
    }

    /** How lists of samples are put in order; null if the loss does not. */
    private @Nullable RankingDerivatives ranking(Dataset samples, Workers workers) {
        var model = trainingContext.model();
        var ranking = model.ranking();
        return ranking == null
                ? null
                : new RankingDerivatives(
                        RankedLists.of(samples, 0, RankedGroups.of(ranking), DataSpec.of(model)), ranking, workers);
    }

    /** What trees of an earlier run saw is not known. */
    private void requireAllTrees() {
        if (layer.settings().outOfBag() && roundsAtFirst > 0) {
            throw new TrainingException("out_of_bag needs to know which samples each tree saw, and model "
                    + trainingContext.model().name() + " has " + roundsAtFirst
                    + " trees of an earlier training: remove out_of_bag, or train a new model");
        }
    }

    private TreeCriteria criteria() {
        return new TreeCriteria(layer, trainingContext.model().targets().getFirst());
    }

    /** The device that holds the rows; null if the processor does. */
    private @Nullable DeviceRows device(Session session, BinnedFeatures binned, TreeSettings settingsOfTrees) {
        if (!session.holdsRows()) {
            return null;
        }
        var unfit = TreeGrower.unfitForDevice(settingsOfTrees, layer.kind().isMean() ? 1 : layer.leafSize());
        if (unfit != null) {
            notices.accept("The trees are grown by the processor and not on the device, as " + unfit);
            return null;
        }
        var outputs = layer.kind().isMean() ? layer.outputs() : 1;
        return opened.add(session.binnedRows(binned.forDevice(), settingsOfTrees.shape(outputs)));
    }

    @Override
    public int steps() {
        return 1;
    }

    @Override
    public void train(StepCounter position, int to, StepResult step) {
        if (position.batch >= to || Thread.currentThread().isInterrupted()) {
            return;
        }
        var now = Objects.requireNonNull(growing, "opened before");
        if (!isReady) {
            begin(now);
        }
        if (ensemble.rounds() < layer.settings().trees()) {
            isChanged = true;
            var hasGrown = now.rounds.grow(ensemble, now.scores, now.derivatives, learningRate(position));
            if (!hasGrown) {
                ended = "no split makes the loss smaller any more";
            }
        }
        position.batch = 1;
        position.step++;
        BlockResult result = (_, batch, outputs, loss) -> {
            if (!Double.isFinite(loss)) {
                throw new TrainingException("the loss is " + loss + " after tree " + ensemble.rounds()
                        + ": look for extreme values in " + data.train().description());
            }
            step.step(1, batch, outputs, loss);
        };
        if (layer.kind().isMean()) {
            // The target itself, which the next tree learns, stays what it is.
            now.derivatives.compare(now.scores.of(ensemble), result);
        } else {
            now.derivatives.compute(now.scores.of(ensemble), result);
        }
        if (ensemble.rounds() == layer.settings().trees()) {
            ended = "all " + layer.settings().trees() + " trees are grown";
        }
    }

    /** Before the first tree of a run, or after the trees have become others. */
    private void begin(Growing now) {
        now.scores.fill(ensemble, now.source);
        if (ensemble.trees() == 0
                && !layer.kind().isMean()
                && trainingContext.model().ranking() == null) {
            now.starting.find(ensemble, now.scores);
        }
        now.derivatives.compute(now.scores.of(ensemble), (_, _, _, _) -> {});
        criteria().requireFit(criterion, now.derivatives);
        if (now.outOfBag != null) {
            now.outOfBag.fill(ensemble, now.source, now.samples);
        }
        isReady = true;
    }

    @Override
    public int epochs(int wanted) {
        return Math.min(wanted, layer.settings().trees() - roundsAtFirst);
    }

    @Override
    public List<String> remarks() {
        return growing == null || !ensemble.isConstant()
                ? List.of()
                : List.of(new TreeRun(trainingContext.model(), layer, roundsAtFirst)
                        .withoutSplits(ensemble.trees(), growing.binned));
    }

    @Override
    public @Nullable String ended() {
        return ended;
    }

    @Override
    public MetricAccumulator validate(MetricAccumulator into, List<TrainingListener> listeners) {
        if (Thread.currentThread().isInterrupted()) {
            throw TrainingData.interruption(0, 1, Objects.requireNonNull(data.validation()));
        }
        var now = Objects.requireNonNull(validating, "there is validation data");
        var blocks = Math.ceilDiv(now.pass.samples(), ObjectivePass.BLOCK);
        var metrics = new RunningMetrics(into);
        var scores = now.scores.of(ensemble);
        var ofLists = now.ranking == null ? Double.NaN : now.ranking.loss(scores[0]);
        now.pass.run(scores, (from, batch, outputs, loss) -> {
            into.add(batch, outputs, now.ranking == null ? loss : ofLists);
            var progress = new TrainingEvent.EvaluationProgress(from / ObjectivePass.BLOCK + 1, blocks, metrics);
            listeners.forEach(listener -> listener.on(progress));
        });
        return into;
    }

    @Override
    public @Nullable MetricAccumulator outOfBag(MetricAccumulator into) {
        var now = Objects.requireNonNull(growing, "opened before");
        if (now.outOfBag == null) {
            return null;
        }
        if (!isReady) {
            begin(now);
        }
        return now.outOfBag.score(into);
    }

    @Override
    public Runnable present(StepCounter position) {
        return () -> {};
    }

    /** Not after each tree: there may be room for many that are not there yet, which all is written. */
    @Override
    public void flush() {
        if (isChanged) {
            TreeWeights.write(ensemble, node, trainingContext.program(), trainingContext.session());
            isChanged = false;
        }
    }

    @Override
    public double learningRate(StepCounter position) {
        return layer.kind().isMean() ? Double.NaN : layer.settings().learningRate() * learningRateFactor;
    }

    @Override
    public void learningRateFactor(double factor) {
        learningRateFactor = factor;
    }

    @Override
    public ModelSnapshot snapshot() {
        return new TreeSnapshot(ensemble.rounds());
    }

    @Override
    public void restore(ModelSnapshot snapshot) {
        if (!(snapshot instanceof TreeSnapshot(var rounds))) {
            throw new IllegalArgumentException("the snapshot belongs to another model: take one with snapshot()");
        }
        ensemble.truncate(rounds);
        isReady = false;
        isChanged = true;
    }

    @Override
    public List<String> files() {
        return List.of();
    }

    /** All that the next tree follows from is in the model. */
    @Override
    public void write(Path checkpoint) {}

    @Override
    public Stored open(Path checkpoint, String model) {
        return StoredWeights.open(
                trainingContext,
                checkpoint.resolve(model),
                weights -> TreeWeights.requireSound(weights, trainingContext.model(), trainingContext.program()),
                () -> {
                    ensemble = TreeWeights.read(node, trainingContext.program(), trainingContext.session());
                    isReady = false;
                });
    }

    @Override
    public void close() {
        opened.add(this::flush);
        opened.close();
    }
}
