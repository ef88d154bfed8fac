package dev.updraft.training.loop;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.util.Objects.requireNonNull;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.TargetUnit;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataException;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.CheckedTarget;
import dev.updraft.data.internal.WeightedDataset;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Checks that data is what a model takes, before the first step. */
public final class DataValidator {
    private final LayerGraph model;
    private final Dataset data;

    private DataValidator(LayerGraph model, Dataset data) {
        this.model = model;
        this.data = data;
    }

    /**
     * Inputs and targets.
     *
     * @param classNames the names that the model knows the classes of each target by, or none
     */
    public static void require(LayerGraph model, Map<String, List<String>> classNames, Dataset data) {
        CheckedTarget.requireSamples(data);
        var fit = new DataValidator(model, data);
        fit.requireInputs();
        requireNonNull(data.targets(), "the targets of the data must not be null");
        for (var i = 0; i < model.targets().size(); i++) {
            var target = model.targets().get(i);
            fit.requireTarget(target, data.targets(), i, classNames.getOrDefault(target.name(), List.of()));
        }
        CheckedTarget.requireAll(data);
        WeightedDataset.require(data);
        for (var i = 0; i < model.targets().size(); i++) {
            if (model.targets().get(i).type() instanceof TargetType.Labels) {
                fit.requireLabels(model.targets().get(i).name(), i);
            }
            if (model.targets().get(i).unit() == TargetUnit.STANDARDISED_LOGARITHM) {
                fit.requireLogarithms(model.targets().get(i).name(), i);
            }
        }
    }

    private void requireLogarithms(String name, int target) {
        try (var arena = Arena.ofConfined()) {
            var room = arena.allocate(data.targets().get(target).bytes(), Float.BYTES);
            for (var sample = 0; sample < data.size(); sample++) {
                data.copyTarget(target, sample, room, 0);
                for (var value : room.toArray(JAVA_FLOAT)) {
                    if (!(value > 0)) {
                        throw new DataException(data.sampleName(sample) + ": the target `" + name + "` is " + value
                                + ", which has no logarithm, as `transform: log` needs; correct it, or write `target "
                                + name
                                + ": number`");
                    }
                }
            }
        }
    }

    /** That a sample has a label or not; shares of labels are a target of numbers. */
    private void requireLabels(String name, int target) {
        try (var arena = Arena.ofConfined()) {
            var labels = arena.allocate(data.targets().get(target).bytes(), Float.BYTES);
            for (var sample = 0; sample < data.size(); sample++) {
                data.copyTarget(target, sample, labels, 0);
                for (var value : labels.toArray(JAVA_FLOAT)) {
                    if (value != 0 && value != 1) {
                        throw wrong("sample " + sample + " (counted from 0) has " + value + " as a label of `" + name
                                + "`, where 0 or 1 is expected; correct it, or make the target float[…]");
                    }
                }
            }
        }
    }

    /** Inputs alone. */
    public static void requireInputs(LayerGraph model, Dataset data) {
        CheckedTarget.requireSamples(data);
        new DataValidator(model, data).requireInputs();
    }

    private void requireInputs() {
        var inputs = requireNonNull(data.inputs(), "the inputs of the data must not be null");
        for (var i = 0; i < model.inputs().size(); i++) {
            var input = model.inputs().get(i);
            requireInput(
                    input.name(),
                    input.shape().sample(),
                    requireNonNull(inputs.get(i).shape(), "the shape of an input of the data must not be null"));
        }
    }

    private void requireInput(String name, Shape wanted, Shape found) {
        var flat = (wanted.rank() == 1 || found.rank() == 1) && wanted.elementsPerSample() == found.elementsPerSample();
        if (!flat && !withoutOnes(found).equals(withoutOnes(wanted))) {
            throw wrong("its samples have shape " + found + ", but input `" + name + "` of model " + model.name()
                    + " is " + wanted);
        }
    }

    private static List<Integer> withoutOnes(Shape shape) {
        return shape.dims().stream().filter(dim -> dim != 1).toList();
    }

    private void requireTarget(Target target, List<Dataset.Target> given, int place, List<String> known) {
        var wanted = switch (target.type()) {
            case TargetType.Classes(var count, var _, var positions) ->
                classes(count, Math.toIntExact(positions.elementsPerSample()));
            case TargetType.Labels(var count, var _) -> numbers(count);
            case TargetType.Reals(var shape) -> numbers(shape.elementsPerSample());
        };
        var type = place < given.size() ? given.get(place) : new Dataset.Target.None();
        var found = switch (type) {
            case Dataset.Target.Classes(var _, var names, var positions) -> classes(names.size(), positions);
            case Dataset.Target.Reals(var _, var width) -> numbers(width);
            case Dataset.Target.None() -> "nothing";
        };
        if (!found.equals(wanted)) {
            throw wrong("its targets are " + found + ", but target `" + target.name() + "` of model " + model.name()
                    + " is " + wanted);
        }
        if (type instanceof Dataset.Target.Classes(var _, var names, var _)
                && !names.equals(known)
                && named(names)
                && named(known)) {
            throw wrong("its classes are " + names + ", but those of model " + model.name() + " are " + known
                    + "; read the data with the model's names");
        }
    }

    private static String classes(int count, int positions) {
        return count + " classes" + (positions == 1 ? "" : " at each of " + positions + " positions");
    }

    private static String numbers(long count) {
        return count == 1 ? "1 number" : count + " numbers";
    }

    /** Whether classes have names, not just numbers. */
    private static boolean named(List<String> classes) {
        return !IntStream.range(0, classes.size()).allMatch(i -> classes.get(i).equals(Integer.toString(i)));
    }

    private DataException wrong(String problem) {
        return new DataException(data.description() + " does not match the model: " + problem);
    }
}
