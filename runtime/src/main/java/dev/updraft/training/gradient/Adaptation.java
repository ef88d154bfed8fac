package dev.updraft.training.gradient;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.layers.ClosedLayer;
import dev.updraft.compiler.layers.ClosedLayer.KMeans;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.Submodel;
import dev.updraft.compiler.layers.SupervisedLayer;
import dev.updraft.compiler.layers.TableLayer.TargetEncoding;
import dev.updraft.compiler.layers.TargetUnit;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.data.Dataset;
import dev.updraft.data.RowWindows;
import dev.updraft.data.internal.Shuffle;
import dev.updraft.training.adaptation.AdaptedWeights;
import dev.updraft.training.adaptation.Moments;
import dev.updraft.training.closed.ClosedLearning;
import dev.updraft.training.closed.LearningRows;
import dev.updraft.training.closed.MiniBatchLearning;
import dev.updraft.training.loop.TrainingContext;
import dev.updraft.weights.internal.GrownValues;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Learns what layers take from the data: means, variances, medians. A layer behind another that learns sees what that one gives
 * then.
 */
final class Adaptation {
    private final TrainingContext trainingContext;
    private final Dataset train;
    private final Consumer<String> notices;

    private Adaptation(TrainingContext trainingContext, Dataset train, Consumer<String> notices) {
        this.trainingContext = trainingContext;
        this.train = train;
        this.notices = notices;
    }

    /** Whether a model has layers that learn so. */
    static boolean isNeeded(LayerGraph model) {
        return model.owners().stream().anyMatch(layer -> layer.layer().isAdapted())
                || model.targets().stream().anyMatch(target -> target.unit().isLearnt());
    }

    /**
     * Learns, and writes what was learnt into the session.
     *
     * @param train the training data as the program takes it
     * @param notices hears of what takes a while how it went
     */
    static void run(TrainingContext trainingContext, Dataset train, Consumer<String> notices) {
        new Adaptation(trainingContext, train, notices).run();
    }

    private void run() {
        for (var target : trainingContext.model().targets()) {
            if (target.unit().isLearnt()) {
                write(target.name(), learnt(target));
            }
        }
        for (var layer : trainingContext.model().owners()) {
            if (layer.layer().isAdapted()) {
                write(layer.weightsName(), learnt(layer));
            }
        }
    }

    /** Mean and standard deviation of a target, or of its logarithm. */
    private Map<String, float[]> learnt(Target target) {
        var unit = unit(target);
        return Map.of(
                TargetUnit.MEAN, new float[] {(float) unit.mean()},
                TargetUnit.DEVIATION, new float[] {(float) deviation(unit)});
    }

    /** Of the numbers of a target, or of their logarithms. */
    private Moments unit(Target target) {
        var place = trainingContext.model().targets().indexOf(target);
        var moments = new Moments();
        try (var arena = Arena.ofConfined()) {
            var room = arena.allocate(JAVA_FLOAT, target.type().batchShape().elementsPerSample());
            for (var sample = 0; sample < train.size(); sample++) {
                train.copyTarget(place, sample, room, 0);
                if (target.type() instanceof TargetType.Classes) {
                    moments.add(room.get(JAVA_INT, 0));
                } else {
                    for (var value : room.toArray(JAVA_FLOAT)) {
                        moments.add(inUnit(target, value));
                    }
                }
            }
        }
        return moments;
    }

    /** One that is constant is not divided. */
    private static double deviation(Moments unit) {
        return unit.scale() == 0 ? 1 : 1 / unit.scale();
    }

    /** The number of a target, or its logarithm; of two classes that of the class. */
    private double value(Target target, int sample, MemorySegment room) {
        train.copyTarget(trainingContext.model().targets().indexOf(target), sample, room, 0);
        if (target.type() instanceof TargetType.Classes) {
            return room.get(JAVA_INT, 0);
        }
        return inUnit(target, room.get(JAVA_FLOAT, 0));
    }

    private static double inUnit(Target target, double value) {
        return target.unit() == TargetUnit.STANDARDISED_LOGARITHM ? Math.log(value) : value;
    }

    private Map<String, float[]> learnt(LayerNode layer) {
        if (layer.layer() instanceof SupervisedLayer supervised) {
            return learntWithTarget(supervised, layer.inputs().getFirst());
        }
        var input = layer.inputs().getFirst();
        if (layer.layer() instanceof KMeans means && means.batchSize() != KMeans.ALL) {
            return inBatches(means, input);
        }
        if (layer.layer() instanceof ClosedLayer closed) {
            var pass = new FeaturePass(trainingContext, train, input);
            var rows =
                    LearningRows.of(pass, Catalog.nameOf(closed), input.span().text());
            return ClosedLearning.learn(closed, rows, trainingContext.seed(), trainingContext.threads(), notices);
        }
        var weights = AdaptedWeights.of(layer.layer(), input.shape().dim(-1));
        var size = Math.toIntExact(input.shape().elementsPerSample());
        var windows = train.windows();
        if (layer.layer() instanceof TargetEncoding && input instanceof LayerGraph.Input declared) {
            readWithTarget(declared, size, weights);
        } else if (windows != null && WindowCover.isOfRows(input)) {
            ofRows(input, size, windows, weights);
        } else {
            values(input, train, size, (_, values) -> weights.add(values));
        }
        return weights.finish();
    }

    private Map<String, float[]> inBatches(KMeans layer, LayerGraph.Value input) {
        var seed = trainingContext.seed();
        return MiniBatchLearning.learn(
                layer,
                new FeaturePass(trainingContext, train, input),
                pass -> new FeaturePass(trainingContext, train.samples(Shuffle.order(train, seed, pass)), input),
                input.span().text(),
                seed,
                trainingContext.threads(),
                notices);
    }

    /** Of each row of windows once. */
    private void ofRows(LayerGraph.Value value, int size, RowWindows windows, AdaptedWeights weights) {
        var parts = WindowCover.of(windows);
        var past = windows.window().past();
        var ofRow = size / past;
        var samples =
                train.samples(parts.stream().mapToInt(WindowCover.Part::sample).toArray());
        values(value, samples, size, (sample, values) -> {
            for (var row = parts.get(sample).from(); row < past; row++) {
                weights.add(Arrays.copyOfRange(values, row * ofRow, (row + 1) * ofRow));
            }
        });
    }

    /** Takes what there is of a sample, which are numbered from 0. */
    @FunctionalInterface
    private interface Taker {
        void take(int sample, float[] values);
    }

    private void values(LayerGraph.Value value, Dataset samples, int size, Taker taker) {
        if (value instanceof LayerGraph.Input input) {
            read(input, samples, size, taker);
        } else {
            compute(value, samples, size, taker);
        }
    }

    /** Of an input, which needs no computing. */
    private void read(LayerGraph.Input input, Dataset samples, int size, Taker taker) {
        var place = trainingContext.model().inputs().indexOf(input);
        var values = new float[size];
        try (var arena = Arena.ofConfined()) {
            var room = arena.allocate(JAVA_FLOAT, size);
            for (var sample = 0; sample < samples.size(); sample++) {
                samples.copyInput(place, sample, room, 0);
                MemorySegment.copy(room, JAVA_FLOAT, 0, values, 0, size);
                taker.take(sample, values);
            }
        }
    }

    /** Of the model's only target, in the unit of the loss. */
    private Map<String, float[]> learntWithTarget(SupervisedLayer layer, LayerGraph.Value input) {
        var target = trainingContext.model().targets().getFirst();
        var unit = target.unit().isLearnt() ? unit(target) : null;
        return new TargetedSamples(trainingContext, train, input, target)
                .learnt(
                        layer,
                        value -> unit == null
                                ? inUnit(target, value)
                                : (inUnit(target, value) - unit.mean()) / deviation(unit));
    }

    /** Of an input and the model's only target, in the unit of the loss. */
    private void readWithTarget(LayerGraph.Input input, int size, AdaptedWeights weights) {
        var target = trainingContext.model().targets().getFirst();
        var isLearnt = target.unit().isLearnt();
        var unit = isLearnt ? unit(target) : new Moments();
        var place = trainingContext.model().inputs().indexOf(input);
        var values = new float[size + 1];
        try (var arena = Arena.ofConfined()) {
            var room = arena.allocate(JAVA_FLOAT, size);
            for (var sample = 0; sample < train.size(); sample++) {
                train.copyInput(place, sample, room, 0);
                MemorySegment.copy(room, JAVA_FLOAT, 0, values, 0, size);
                var value = value(target, sample, room);
                values[size] = (float) (isLearnt ? (value - unit.mean()) / deviation(unit) : value);
                weights.add(values);
            }
        }
    }

    /** Of what a part of the network gives. */
    private void compute(LayerGraph.Value value, Dataset samples, int size, Taker taker) {
        var program = Compiler.lower(Submodel.giving(trainingContext.model(), value));
        try (var session = trainingContext.open().apply(program)) {
            trainingContext.session().copyTo(session, program.variables());
            var batchSize = trainingContext.model().fit().batchSize();
            var sample = new int[1];
            try (var epochIterator = new EpochIterator(program, session, samples, batchSize)) {
                epochIterator.run(BatchSource.Work.PREDICT, (_, batch, outputs, _) -> {
                    for (var i = 0; i < batch.size(); i++) {
                        var values = new float[size];
                        MemorySegment.copy(
                                outputs.values().getFirst(),
                                JAVA_FLOAT,
                                (long) i * size * Float.BYTES,
                                values,
                                0,
                                size);
                        taker.take(sample[0]++, values);
                    }
                });
            }
        }
    }

    private void write(String owner, Map<String, float[]> weights) {
        var variables = new HashMap<String, Variable>();
        trainingContext.program().variables().forEach(variable -> variables.put(variable.name(), variable));
        try (var arena = Arena.ofConfined()) {
            weights.forEach((name, values) -> {
                var variable = Objects.requireNonNull(variables.get(owner + "/" + name), name);
                var room = arena.allocate(JAVA_FLOAT, variable.shape().elementsPerSample());
                MemorySegment.copy(values, 0, room, JAVA_FLOAT, 0, values.length);
                GrownValues.fillRest(variable, room, values.length);
                trainingContext.session().write(variable, room);
            });
        }
    }
}
