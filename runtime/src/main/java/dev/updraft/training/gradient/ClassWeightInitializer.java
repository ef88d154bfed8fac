package dev.updraft.training.gradient;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.layers.ClassWeight;
import dev.updraft.compiler.program.Program;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.CheckedTarget;
import dev.updraft.training.loop.TrainingContext;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells a session how much the samples of each class count in training. */
public final class ClassWeightInitializer {
    private ClassWeightInitializer() {}

    /** Before the first step; does nothing for a program whose classes count the same. */
    static void write(TrainingContext trainingContext, Dataset train) {
        var weights = weights(trainingContext, train);
        if (weights == null) {
            return;
        }
        for (var variable : trainingContext.program().variables()) {
            if (variable.name().equals(Program.CLASS_WEIGHT)) {
                try (var arena = Arena.ofConfined()) {
                    var values = arena.allocate(JAVA_FLOAT, weights.length);
                    for (var i = 0; i < weights.length; i++) {
                        values.setAtIndex(JAVA_FLOAT, i, (float) weights[i]);
                    }
                    trainingContext.session().write(variable, values);
                }
            }
        }
    }

    /** How much a sample of each class counts; null where all count the same. */
    static double @Nullable [] weights(TrainingContext trainingContext, Dataset train) {
        return switch (trainingContext.model().fit().step().classWeight()) {
            case ClassWeight.Even() -> null;
            case ClassWeight.Balanced() ->
                balanced(train, weighed(trainingContext), ClassWeight.classes(trainingContext.model()));
            case ClassWeight.Given(var given) ->
                given.stream().mapToDouble(Double::doubleValue).toArray();
        };
    }

    /** Which target the classes are of. */
    private static int weighed(TrainingContext trainingContext) {
        var model = trainingContext.model();
        var weighed = Objects.requireNonNull(model.weighed(), "the program weighs its classes");
        return model.targets().indexOf(weighed.target());
    }

    /** {@code n / (k · n_c)}, k the classes that occur; 0 for those that do not. */
    public static double[] balanced(Dataset train, int target, int classes) {
        var counts = new long[classes];
        var type = train.targets().get(target);
        try (var arena = Arena.ofConfined()) {
            var room = arena.allocate(type.bytes(), Integer.BYTES);
            for (var sample = 0; sample < train.size(); sample++) {
                CheckedTarget.copy(train, target, sample, room, 0);
                counts[label(type, room)]++;
            }
        }
        var occurring = Arrays.stream(counts).filter(count -> count > 0).count();
        return Arrays.stream(counts)
                .mapToDouble(count -> count == 0 ? 0 : (double) train.size() / (occurring * count))
                .toArray();
    }

    /** A class number, or where the one of a row is. */
    private static int label(Dataset.Target type, MemorySegment target) {
        return switch (type) {
            case Dataset.Target.Classes _ -> target.get(JAVA_INT, 0);
            case Dataset.Target.Reals(var _, var width) -> {
                var label = 0;
                for (var i = 1; i < width; i++) {
                    if (target.getAtIndex(JAVA_FLOAT, i) > target.getAtIndex(JAVA_FLOAT, label)) {
                        label = i;
                    }
                }
                yield label;
            }
            case Dataset.Target.None() -> throw new IllegalStateException("training data has targets");
        };
    }
}
