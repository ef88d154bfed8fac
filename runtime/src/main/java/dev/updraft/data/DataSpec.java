package dev.updraft.data;

import static java.util.stream.Collectors.joining;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model wants of its data. It decides what files leave open: whether images are grey or in colour, which column of a
 * table is the target, and how classes are written.
 *
 * @param inputs in the order of the model
 * @param targets what is to be learnt, in the order of the model; none to read inputs alone
 * @param targetNames names of all targets of the model, which are no inputs even where they are not read
 * @param sampleWeight name of the column or array that says how much each sample counts, which is no input either; null for none
 */
public record DataSpec(
        List<Input> inputs,
        List<Target> targets,
        List<String> targetNames,
        @Nullable String sampleWeight) {

    /**
     * An input.
     *
     * @param shape without a batch axis
     */
    public record Input(String name, Shape shape) {}

    /** A target. */
    public record Target(String name, TargetType type) {}

    public DataSpec {
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
        targetNames = List.copyOf(targetNames);
    }

    /**
     * Of a model with one input and at most one target.
     *
     * @param input shape of one input, without a batch axis
     * @param target what is to be learnt, or null to read inputs alone
     * @param targetName name of the target: the column of a table that holds it
     */
    public DataSpec(Shape input, @Nullable TargetType target, String targetName) {
        this(
                List.of(new Input("input", input)),
                target == null ? List.of() : List.of(new Target(targetName, target)),
                List.of(targetName),
                null);
    }

    /** Without weights of samples. */
    public DataSpec(List<Input> inputs, List<Target> targets, List<String> targetNames) {
        this(inputs, targets, targetNames, null);
    }

    /**
     * What a checked model expects.
     *
     * @throws DataException if it has nothing to learn
     */
    public static DataSpec of(LayerGraph model) {
        if (model.targets().isEmpty() && !model.hasLoss()) {
            throw new DataException("model " + model.name()
                    + " says nothing of what is to be learnt: add a line such as" + " `target label: class[10]`");
        }
        return new DataSpec(inputs(model), targets(model), targetNames(model), sampleWeight(model));
    }

    /** What a checked model expects of data to predict from: inputs alone. A column named like a target is left out. */
    public static DataSpec ofInputs(LayerGraph model) {
        return new DataSpec(inputs(model), List.of(), targetNames(model), sampleWeight(model));
    }

    private static @Nullable String sampleWeight(LayerGraph model) {
        return model.fit().step().sampleWeight();
    }

    private static List<Input> inputs(LayerGraph model) {
        return model.inputs().stream()
                .map(input -> new Input(input.name(), input.shape().sample()))
                .toList();
    }

    private static List<Target> targets(LayerGraph model) {
        return model.targets().stream()
                .map(target -> new Target(target.name(), target.type()))
                .toList();
    }

    private static List<String> targetNames(LayerGraph model) {
        return model.targets().stream().map(LayerGraph.Target::name).toList();
    }

    /** The same with names of classes that were learnt from data, where the file gives none. */
    public DataSpec named(Map<String, List<String>> classNames) {
        return new DataSpec(
                inputs,
                targets.stream()
                        .map(target -> new Target(
                                target.name,
                                switch (target.type) {
                                    case TargetType.Classes(var count, var own, var positions) ->
                                        new TargetType.Classes(
                                                count, classNames.getOrDefault(target.name, own), positions);
                                    case TargetType.Labels _, TargetType.Reals _ -> target.type;
                                }))
                        .toList(),
                targetNames,
                sampleWeight);
    }

    /**
     * Shape of the only input, without a batch axis.
     *
     * @throws DataException if there are several
     */
    public Shape input() {
        if (inputs.size() != 1) {
            throw new DataException("the model has " + inputs.size() + " inputs ("
                    + inputs.stream().map(Input::name).collect(joining(", "))
                    + "), but such data gives one; put an array for each into an .npz file, or make the data in Java"
                    + " with Datasets.arrays()");
        }
        return inputs.getFirst().shape;
    }

    /**
     * What the only target is; null to read inputs alone.
     *
     * @throws DataException if there are several, or it has a class at each place
     */
    public @Nullable TargetType target() {
        if (targets.size() > 1) {
            throw new DataException("the model has " + targets.size() + " targets ("
                    + targets.stream().map(Target::name).collect(joining(", "))
                    + "), but such data gives one; put an array for each into an .npz file, or make the data in Java"
                    + " with Datasets.arrays()");
        }
        if (targets.isEmpty()) {
            return null;
        }
        if (targets.getFirst().type instanceof TargetType.Classes classes
                && classes.positions().rank() > 0) {
            throw new DataException("the target `" + targets.getFirst().name + "` is " + classes.text()
                    + ", a class at each place, but such data gives a sample one; put an array of class numbers into an"
                    + " .npz file, or make the data in Java with Datasets.arrays()");
        }
        return targets.getFirst().type;
    }

    /** Name of the only target: the column of a table that holds it; empty if there is none. */
    public String targetName() {
        return targetNames.isEmpty() ? "" : targetNames.getFirst();
    }

    /**
     * Checks that images can be given to the model as they are: the same extents, but for extents of 1, or a flat input of
     * as many numbers.
     *
     * @param where what to name in the message
     */
    public void requireImages(String where, Shape images) {
        var input = input();
        var flat = input.rank() == 1 && input.elementsPerSample() == images.elementsPerSample();
        if (!flat && !withoutOnes(images).equals(withoutOnes(input))) {
            throw new DataException(
                    where + ": images are " + images + " (height, width, channels), but the model's input is " + input
                            + "; change the model's input or take other images");
        }
    }

    private static Shape withoutOnes(Shape shape) {
        return new Shape(shape.dims().stream().filter(dim -> dim != 1).toList());
    }
}
