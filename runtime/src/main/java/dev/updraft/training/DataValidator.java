package dev.updraft.training;

import static java.util.Objects.requireNonNull;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.CheckedTarget;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import java.util.List;
import java.util.stream.IntStream;

/** Checks that data is what a model takes, before the first step. */
final class DataValidator {
    private final LayerGraph model;
    private final Dataset data;

    private DataValidator(LayerGraph model, Dataset data) {
        this.model = model;
        this.data = data;
    }

    /**
     * Inputs and targets.
     *
     * @param classNames the names that the model knows its classes by, or none
     */
    static void require(LayerGraph model, List<String> classNames, Dataset data) {
        CheckedTarget.requireSamples(data);
        var fit = new DataValidator(model, data);
        fit.requireInput(DataSpec.of(model).input());
        var target = model.target();
        if (target != null) {
            fit.requireTarget(target, classNames);
            CheckedTarget.requireAll(data);
        }
    }

    /** Inputs alone. */
    static void requireInputs(LayerGraph model, Dataset data) {
        CheckedTarget.requireSamples(data);
        new DataValidator(model, data).requireInput(DataSpec.ofInputs(model).input());
    }

    private void requireInput(Shape wanted) {
        var found = requireNonNull(data.inputShape(), "the inputShape of the data must not be null");
        var flat = (wanted.rank() == 1 || found.rank() == 1) && wanted.elementsPerSample() == found.elementsPerSample();
        if (!flat && !withoutOnes(found).equals(withoutOnes(wanted))) {
            throw wrong("its samples have shape " + found + ", but input `"
                    + model.inputs().getFirst().name() + "` of model " + model.name() + " is " + wanted);
        }
    }

    private static List<Integer> withoutOnes(Shape shape) {
        return shape.dims().stream().filter(dim -> dim != 1).toList();
    }

    private void requireTarget(Target target, List<String> known) {
        var wanted = switch (target.type()) {
            case TargetType.Classes(var count, var _) -> count + " classes";
            case TargetType.Reals(var shape) -> numbers(shape.elementsPerSample());
        };
        var found = switch (requireNonNull(data.target(), "the target of the data must not be null")) {
            case Dataset.Target.Classes(var names) -> names.size() + " classes";
            case Dataset.Target.Reals(var width) -> numbers(width);
            case Dataset.Target.None() -> "nothing";
        };
        if (!found.equals(wanted)) {
            throw wrong("its targets are " + found + ", but target `" + target.name() + "` of model " + model.name()
                    + " is " + wanted);
        }
        if (data.target() instanceof Dataset.Target.Classes(var names)
                && !names.equals(known)
                && named(names)
                && named(known)) {
            throw wrong("its classes are " + names + ", but those of model " + model.name() + " are " + known
                    + "; read the data with the model's names");
        }
    }

    private static String numbers(long count) {
        return count == 1 ? "1 number" : count + " numbers";
    }

    /** Whether classes have names, not just numbers. */
    private static boolean named(List<String> classes) {
        return !IntStream.range(0, classes.size()).allMatch(i -> classes.get(i).equals(Integer.toString(i)));
    }

    private DataException wrong(String problem) {
        return new DataException(data.description() + " does not fit: " + problem);
    }
}
