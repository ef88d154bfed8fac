package dev.updraft.data;

import dev.updraft.compiler.layers.LayerGraph.TargetType;
import java.util.List;

/** One sample of a generated data set: arrays for its inputs and targets, to be filled in. */
public final class GeneratedSample {
    private final DataSpec dataSpec;
    private final List<float[]> inputs;
    private final List<Object> targets;

    GeneratedSample(DataSpec dataSpec) {
        this.dataSpec = dataSpec;
        inputs = dataSpec.inputs().stream()
                .map(input -> new float[Math.toIntExact(input.shape().elementsPerSample())])
                .toList();
        targets = dataSpec.targets().stream().map(target -> room(target.type())).toList();
    }

    private static Object room(TargetType type) {
        return switch (type) {
            case TargetType.Classes(var _, var _, var positions) ->
                new int[Math.toIntExact(positions.elementsPerSample())];
            case TargetType.Labels(var count, var _) -> new float[count];
            case TargetType.Reals(var shape) -> new float[Math.toIntExact(shape.elementsPerSample())];
        };
    }

    /**
     * The values of an input, row-major, images channels-last.
     *
     * @throws IllegalArgumentException if the model has no such input
     */
    public float[] input(String name) {
        for (var i = 0; i < inputs.size(); i++) {
            if (dataSpec.inputs().get(i).name().equals(name)) {
                return inputs.get(i);
            }
        }
        throw unknown(
                "input",
                name,
                dataSpec.inputs().stream().map(DataSpec.Input::name).toList());
    }

    /**
     * The numbers of a target, or 0 and 1 for its labels.
     *
     * @throws IllegalArgumentException if the model has no such target, or it has classes
     */
    public float[] numbers(String name) {
        if (target(name) instanceof float[] numbers) {
            return numbers;
        }
        throw new IllegalArgumentException("target `" + name + "` has classes: fill classes(\"" + name + "\")");
    }

    /**
     * The class numbers of a target: one, or one per position.
     *
     * @throws IllegalArgumentException if the model has no such target, or it has numbers
     */
    public int[] classes(String name) {
        if (target(name) instanceof int[] classes) {
            return classes;
        }
        throw new IllegalArgumentException("target `" + name + "` has numbers: fill numbers(\"" + name + "\")");
    }

    private Object target(String name) {
        for (var i = 0; i < targets.size(); i++) {
            if (dataSpec.targets().get(i).name().equals(name)) {
                return targets.get(i);
            }
        }
        throw unknown(
                "target",
                name,
                dataSpec.targets().stream().map(DataSpec.Target::name).toList());
    }

    private static IllegalArgumentException unknown(String kind, String name, List<String> known) {
        return new IllegalArgumentException("the model has no " + kind + " `" + name + "`; it has "
                + (known.isEmpty() ? "none" : String.join(", ", known)));
    }

    float[] input(int number) {
        return inputs.get(number);
    }

    Object target(int number) {
        return targets.get(number);
    }
}
