package dev.updraft.data;

import static java.util.stream.Collectors.joining;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a model expects of its data. It determines what files leave open: whether images are grayscale or colour, which
 * column of a table is the target, and how classes are written.
 *
 * @param inputs the inputs, in the order of the model
 * @param targets the targets, in the order of the model; empty to read only inputs
 * @param targetNames names of all targets of the model, and of their columns, which are never inputs, even if they are not read
 * @param sampleWeight name of the column or array with the sample weights, which is not an input either; null for none
 * @param header the columns of the table that the model was trained on, which another table has by these names; not known
 *     before training, when they are told by their places
 */
public record DataSpec(
        List<Input> inputs,
        List<Target> targets,
        List<String> targetNames,
        @Nullable String sampleWeight,
        TableHeader header) {

    /**
     * An input.
     *
     * @param shape without a batch axis
     * @param columns the columns that it is a group of; null for a tensor
     */
    public record Input(String name, Shape shape, @Nullable ColumnGroup columns) {
        /** A tensor. */
        public Input(String name, Shape shape) {
            this(name, shape, null);
        }
    }

    /**
     * A target.
     *
     * @param header the name of its column in the header of a table
     */
    public record Target(String name, TargetType type, String header) {
        /** Whose column has its own name. */
        public Target(String name, TargetType type) {
            this(name, type, name);
        }
    }

    public DataSpec {
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
        targetNames = List.copyOf(targetNames);
    }

    /**
     * For a model with one input and at most one target.
     *
     * @param input shape of one input, without a batch axis
     * @param target the target, or null to read only inputs
     * @param targetName name of the target: the column of a table that holds it
     */
    public DataSpec(Shape input, @Nullable TargetType target, String targetName) {
        this(
                List.of(new Input("input", input)),
                target == null ? List.of() : List.of(new Target(targetName, target)),
                List.of(targetName),
                null,
                TableHeader.NONE);
    }

    /** Without sample weights. */
    public DataSpec(List<Input> inputs, List<Target> targets, List<String> targetNames) {
        this(inputs, targets, targetNames, null, TableHeader.NONE);
    }

    /**
     * What a checked model expects.
     *
     * @throws DataException if it has no target
     */
    public static DataSpec of(LayerGraph model) {
        if (model.targets().isEmpty() && !model.hasLoss()) {
            throw new DataException(
                    "model " + model.name() + " has no target: add a line such as" + " `target label: class[10]`");
        }
        return new DataSpec(inputs(model), targets(model), targetNames(model), sampleWeight(model), TableHeader.NONE);
    }

    /** What a checked model expects of data to predict from: only inputs. A column with the name of a target is ignored. */
    public static DataSpec ofInputs(LayerGraph model) {
        return new DataSpec(inputs(model), List.of(), targetNames(model), sampleWeight(model), TableHeader.NONE);
    }

    private static @Nullable String sampleWeight(LayerGraph model) {
        return model.fit().step().sampleWeight();
    }

    private static List<Input> inputs(LayerGraph model) {
        return model.inputs().stream()
                .map(input -> new Input(input.name(), input.shape().sample(), input.columns()))
                .toList();
    }

    private static List<Target> targets(LayerGraph model) {
        return model.targets().stream()
                .map(target -> new Target(target.name(), target.type(), target.header()))
                .toList();
    }

    private static List<String> targetNames(LayerGraph model) {
        return model.targets().stream()
                .flatMap(target -> Stream.of(target.name(), target.header()))
                .distinct()
                .toList();
    }

    /** A copy with class names learned from data, for targets that have none in the file. */
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
                                },
                                target.header))
                        .toList(),
                targetNames,
                sampleWeight,
                header);
    }

    /** A copy with the columns of the table that the model was trained on. */
    public DataSpec trainedOn(TableHeader columns) {
        return new DataSpec(inputs, targets, targetNames, sampleWeight, columns);
    }

    /** A copy without targets, for data to predict from. */
    public DataSpec withoutTargets() {
        return new DataSpec(inputs, List.of(), targetNames, sampleWeight, header);
    }

    /** Whether an input is a group of columns, so that only tables give it. */
    public boolean hasGroups() {
        return inputs.stream().anyMatch(input -> input.columns != null);
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
                    + "), but this kind of data has only one; put an array for each into an .npz file, or create the"
                    + " data in Java with Datasets.arrays()");
        }
        return inputs.getFirst().shape;
    }

    /**
     * The only target; null to read only inputs.
     *
     * @throws DataException if there are several, or it has a class at each place
     */
    public @Nullable TargetType target() {
        if (targets.size() > 1) {
            throw new DataException("the model has " + targets.size() + " targets ("
                    + targets.stream().map(Target::name).collect(joining(", "))
                    + "), but this kind of data has only one; put an array for each into an .npz file, or create the"
                    + " data in Java with Datasets.arrays()");
        }
        if (targets.isEmpty()) {
            return null;
        }
        if (targets.getFirst().type instanceof TargetType.Classes classes
                && classes.positions().rank() > 0) {
            throw new DataException("the target `" + targets.getFirst().name + "` is " + classes.text()
                    + ", a class per position, but this kind of data has one per sample; put an array of class"
                    + " numbers into an .npz file, or create the data in Java with Datasets.arrays()");
        }
        return targets.getFirst().type;
    }

    /** Name of the only target: the column of a table that holds it; empty if there is none. */
    public String targetName() {
        return targetNames.isEmpty() ? "" : targetNames.getFirst();
    }

    /**
     * Checks that the model can take images as they are: the same shape, ignoring dimensions of 1, or a flat input with the
     * same number of values.
     *
     * @param where the source to name in the message
     */
    public void requireImages(String where, Shape images) {
        var input = input();
        var flat = input.rank() == 1 && input.elementsPerSample() == images.elementsPerSample();
        if (!flat && !withoutOnes(images).equals(withoutOnes(input))) {
            throw new DataException(
                    where + ": images are " + images + " (height, width, channels), but the model's input is " + input
                            + "; change the model's input or use other images");
        }
    }

    private static Shape withoutOnes(Shape shape) {
        return new Shape(shape.dims().stream().filter(dim -> dim != 1).toList());
    }
}
