package dev.updraft.training.gradient;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.Submodel;
import dev.updraft.compiler.layers.TableLayer.TargetEncoding;
import dev.updraft.compiler.layers.TargetUnit;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.data.Dataset;
import dev.updraft.training.adaptation.AdaptedWeights;
import dev.updraft.training.adaptation.Moments;
import dev.updraft.training.loop.TrainingContext;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Learns what layers take from the data: means, variances, medians. A layer behind another that learns sees what that one gives
 * then.
 */
final class Adaptation {
    private final TrainingContext trainingContext;
    private final Dataset train;

    private Adaptation(TrainingContext trainingContext, Dataset train) {
        this.trainingContext = trainingContext;
        this.train = train;
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
     */
    static void run(TrainingContext trainingContext, Dataset train) {
        new Adaptation(trainingContext, train).run();
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
        var moments = new Moments();
        try (var arena = Arena.ofConfined()) {
            var room = arena.allocate(JAVA_FLOAT);
            for (var sample = 0; sample < train.size(); sample++) {
                moments.add(value(target, sample, room));
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
        var value = room.get(JAVA_FLOAT, 0);
        return target.unit() == TargetUnit.STANDARDISED_LOGARITHM ? Math.log(value) : value;
    }

    private Map<String, float[]> learnt(LayerNode layer) {
        var input = layer.inputs().getFirst();
        var weights = AdaptedWeights.of(layer.layer(), input.shape().dim(-1));
        var size = Math.toIntExact(input.shape().elementsPerSample());
        if (layer.layer() instanceof TargetEncoding && input instanceof LayerGraph.Input declared) {
            readWithTarget(declared, size, weights);
        } else if (input instanceof LayerGraph.Input declared) {
            read(declared, size, weights);
        } else {
            compute(input, size, weights);
        }
        return weights.finish();
    }

    /** Of an input, which needs no computing. */
    private void read(LayerGraph.Input input, int size, AdaptedWeights weights) {
        var place = trainingContext.model().inputs().indexOf(input);
        var values = new float[size];
        try (var arena = Arena.ofConfined()) {
            var room = arena.allocate(JAVA_FLOAT, size);
            for (var sample = 0; sample < train.size(); sample++) {
                train.copyInput(place, sample, room, 0);
                MemorySegment.copy(room, JAVA_FLOAT, 0, values, 0, size);
                weights.add(values);
            }
        }
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
    private void compute(LayerGraph.Value value, int size, AdaptedWeights weights) {
        var program = Compiler.lower(Submodel.giving(trainingContext.model(), value));
        try (var session = trainingContext.open().apply(program)) {
            trainingContext.session().copyTo(session, program.variables());
            var batchSize = trainingContext.model().fit().batchSize();
            try (var epochIterator = new EpochIterator(program, session, train, batchSize)) {
                epochIterator.run(BatchSource.Work.PREDICT, (_, batch, outputs, _) -> {
                    var values = new float[size];
                    for (var i = 0; i < batch.size(); i++) {
                        MemorySegment.copy(
                                outputs.values().getFirst(),
                                JAVA_FLOAT,
                                (long) i * size * Float.BYTES,
                                values,
                                0,
                                size);
                        weights.add(values);
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
                trainingContext.session().write(variable, arena.allocateFrom(JAVA_FLOAT, values));
            });
        }
    }
}
