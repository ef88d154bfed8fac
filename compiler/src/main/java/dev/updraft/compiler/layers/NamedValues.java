package dev.updraft.compiler.layers;

import dev.updraft.compiler.layers.LayerGraph.BlockCall;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The names that the file gives to values inside the network and what goes into and comes out of its blocks, by which a {@link
 * Submodel} can be asked for.
 *
 * @param values the values by their names, in a block behind its path: {@code hidden}, {@code encoder/hidden}; of a name that is
 *     given several times the last value
 * @param blocks the uses of blocks, in order
 */
public record NamedValues(Map<String, Value> values, List<BlockValues> blocks) {
    /** For a model without a file. */
    public static final NamedValues NONE = new NamedValues(Map.of(), List.of());

    public NamedValues {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        blocks = List.copyOf(blocks);
    }

    /**
     * What a use of a block takes and gives.
     *
     * @param arguments the values of the network that it takes, by its parameters
     */
    public record BlockValues(BlockCall call, Map<String, Value> arguments, Value result) {
        public BlockValues {
            arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        }

        /** In a line. */
        @Override
        public String toString() {
            return call + " gives " + result.name();
        }
    }

    /** Those of a network that has only these layers. */
    public NamedValues of(List<LayerNode> layers) {
        Set<String> names = layers.stream().map(LayerNode::name).collect(Collectors.toSet());
        Predicate<Value> kept = value -> switch (value) {
            case LayerGraph.Input _ -> true;
            case LayerNode node -> names.contains(node.name());
            case LayerGraph.NumberValue _, LayerGraph.TargetValue _ -> false;
        };
        var named = new LinkedHashMap<>(values);
        named.values().removeIf(kept.negate());
        return new NamedValues(
                named, blocks.stream().filter(block -> kept.test(block.result)).toList());
    }

    /** What the file calls a layer's output; the layer's own name where it calls it nothing. */
    public String nameOf(LayerNode layer) {
        return values.entrySet().stream()
                .filter(named -> named.getValue().name().equals(layer.name()))
                .map(Map.Entry::getKey)
                .reduce((_, last) -> last)
                .orElse(layer.name());
    }

    /** In a line: a network may have thousands of names. */
    @Override
    public String toString() {
        return values.size() + " names";
    }
}
