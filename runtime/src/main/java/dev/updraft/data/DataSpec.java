package dev.updraft.data;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.tensor.Shape;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a model wants of its data. It decides what files leave open: whether images are grey or in colour, which column of a
 * table is the target, and how classes are written.
 *
 * @param input shape of one input, without a batch axis
 * @param target what is to be learnt, or null to read inputs alone
 * @param targetName name of the target: the column of a table that holds it
 */
public record DataSpec(Shape input, @Nullable TargetType target, String targetName) {

    /**
     * What a checked model expects.
     *
     * @throws DataException if it has several inputs, which no data set can feed yet, or no target
     */
    public static DataSpec of(LayerGraph model) {
        if (model.target() == null) {
            throw new DataException("model " + model.name()
                    + " says nothing of what is to be learnt: add a line such as" + " `target label: class[10]`");
        }
        return new DataSpec(
                onlyInput(model), model.target().type(), model.target().name());
    }

    /** What a checked model expects of data to predict from: inputs alone. A column named like the target is left out. */
    public static DataSpec ofInputs(LayerGraph model) {
        var name = model.target() == null ? "" : model.target().name();
        return new DataSpec(onlyInput(model), null, name);
    }

    private static Shape onlyInput(LayerGraph model) {
        if (model.inputs().size() != 1) {
            throw new DataException("model " + model.name() + " has "
                    + model.inputs().size() + " inputs ("
                    + model.inputs().stream().map(LayerGraph.Input::name).collect(Collectors.joining(", "))
                    + "); data sets give one: join them in the file, or feed the model from Java");
        }
        return model.inputs().getFirst().shape().sample();
    }

    /**
     * Checks that images can be given to the model as they are: the same extents, but for extents of 1, or a flat input of
     * as many numbers.
     *
     * @param where what to name in the message
     */
    void requireImages(String where, Shape images) {
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
