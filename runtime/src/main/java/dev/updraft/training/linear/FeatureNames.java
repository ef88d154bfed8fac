package dev.updraft.training.linear;

import dev.updraft.compiler.layers.EncodedNames;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.columns.Vocabularies;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Names of what a linear model weighs. */
public final class FeatureNames {
    private FeatureNames() {}

    /**
     * The names of the numbers of a value.
     *
     * @param vocabularies null if the model has learnt none
     */
    public static List<String> of(LayerGraph.Value value, @Nullable Vocabularies vocabularies) {
        var known = vocabularies == null ? Vocabularies.NONE : vocabularies;
        return new EncodedNames((input, column) -> Objects.requireNonNullElse(known.of(input, column), List.of()))
                .of(value);
    }
}
