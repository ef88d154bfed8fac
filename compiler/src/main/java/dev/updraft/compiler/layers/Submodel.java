package dev.updraft.compiler.layers;

import dev.updraft.compiler.diagnostics.NearestName;
import dev.updraft.compiler.layers.LayerGraph.BlockCall;
import dev.updraft.compiler.layers.LayerGraph.Input;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.Output;
import dev.updraft.compiler.layers.LayerGraph.Value;
import dev.updraft.compiler.layers.NamedValues.BlockValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parts of a network that predict something else with the same weights. */
public final class Submodel {
    private static final int MOST_NAMES = 20;

    private Submodel() {}

    /**
     * The same network, which predicts other values.
     *
     * @param names of outputs, values, blocks or layers, as the file or {@code updraft summary} names them
     * @throws IllegalArgumentException if there is no such value; the message names those there are
     */
    public static LayerGraph upTo(LayerGraph model, List<String> names) {
        var outputs = new LinkedHashMap<String, Output>();
        for (var name : names) {
            outputs.put(name, output(model, name));
        }
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("there is no value given to predict");
        }
        // The targets stay: data may have them, and they are no inputs.
        return model.predicting(
                model.inputs(), model.targets(), model.layers(), List.copyOf(outputs.values()), model.names());
    }

    /** The same network, which predicts a value of it. */
    public static LayerGraph giving(LayerGraph model, Value value) {
        return model.predicting(
                model.inputs(),
                model.targets(),
                model.layers(),
                List.of(predicted(value.name(), value)),
                model.names());
    }

    /** What follows the trees or the linear model of a model, which takes what they give as it is. */
    public static LayerGraph behindFitted(LayerGraph model) {
        var fitted = Objects.requireNonNull(model.fitted(), "the model has trees or is linear");
        var following = new LinkedHashMap<String, LayerNode>();
        for (var layer : model.layers()) {
            if (layer.inputs().stream()
                    .anyMatch(input -> input.name().equals(fitted.name()) || following.containsKey(input.name()))) {
                following.put(layer.name(), layer);
            }
        }
        return new LayerGraph(
                model.name(),
                model.doc(),
                model.parameters(),
                List.of(),
                model.targets(),
                List.copyOf(following.values()),
                model.outputs(),
                model.losses(),
                model.metrics(),
                null,
                model.fit(),
                model.places(),
                model.names());
    }

    /** What the file calls a value comes first: an autoencoder's output has the name of the value that it is compared with. */
    private static Output output(LayerGraph model, String name) {
        var named = model.names().values();
        if (named.containsKey(name)) {
            return predicted(name, named.get(name));
        }
        for (var input : model.inputs()) {
            if (input.name().equals(name)) {
                return predicted(name, input);
            }
        }
        for (var output : model.outputs()) {
            if (output.name().equals(name)) {
                return output;
            }
        }
        requireOneUse(model, name);
        var unnamed = unnamed(model);
        if (unnamed.containsKey(name)) {
            return predicted(name, unnamed.get(name));
        }
        var shown = new LinkedHashSet<String>();
        model.outputs().forEach(output -> shown.add(output.name()));
        named.forEach((written, value) -> {
            if (value.shape().batched()) {
                shown.add(written);
            }
        });
        for (var block : model.names().blocks()) {
            if (usesOf(model, block.call().path()).size() < 2) {
                shown.add(block.call().path());
            }
        }
        model.inputs().forEach(input -> shown.add(input.name()));
        var all = new LinkedHashSet<>(shown);
        all.addAll(unnamed.keySet());
        throw unknown("model " + model.name() + " has no value `" + name + "`", name, all, shown);
    }

    private static Output predicted(String name, Value value) {
        if (!value.shape().batched()) {
            throw new IllegalArgumentException(
                    "`" + name + "` is the same for all samples, so that it cannot be predicted");
        }
        var width = Math.toIntExact(value.shape().elementsPerSample());
        return new Output(name, value, null, null, new ProblemType.Values(width), List.of());
    }

    /** A block that is used several times gives another value each time: its name alone does not say which. */
    private static void requireOneUse(LayerGraph model, String name) {
        var uses = usesOf(model, name);
        if (uses.size() > 1) {
            throw new IllegalArgumentException("model " + model.name() + " uses the block `" + name
                    + "` several times, and it gives another value each time: ask for one that the file names, or for the layer"
                    + " that gives it: "
                    + uses.stream().map(use -> use.result().name()).collect(Collectors.joining(", ")));
        }
    }

    private static List<BlockValues> usesOf(LayerGraph model, String block) {
        return model.names().blocks().stream()
                .filter(use -> use.call().block().equals(block))
                .toList();
    }

    /** What blocks and layers give. */
    private static Map<String, Value> unnamed(LayerGraph model) {
        var values = new LinkedHashMap<String, Value>();
        model.names().blocks().forEach(block -> values.putIfAbsent(block.call().path(), block.result()));
        model.layers().forEach(layer -> values.putIfAbsent(layer.name(), layer));
        return values;
    }

    /**
     * A block, with the values it is given as inputs.
     *
     * @param name the path of a use, as in the names of layers and weights: {@code decoder}, or for later uses {@code
     *     decoder_1}; or the block's name, if its uses have the same weights
     * @throws IllegalArgumentException if there is no such block or it cannot be told which use is meant; the message names
     *     those there are
     */
    public static LayerGraph ofBlock(LayerGraph model, String name) {
        var block = block(model, name);
        // Values from outside, by their names there, are inputs here.
        var values = new HashMap<String, Value>();
        var inputs = new ArrayList<Input>();
        block.arguments().forEach((parameter, given) -> {
            if (!given.shape().batched()) {
                throw new IllegalArgumentException("the block `" + name + "` is given a weight of the model for `"
                        + parameter + "`, so that it cannot be run alone");
            }
            var input = new Input(parameter, "", given.shape(), given.type(), given.span());
            if (values.put(given.name(), input) != null) {
                throw new IllegalArgumentException("the block `" + name + "` is given one value twice, for `"
                        + parameter + "` and another parameter, so that it cannot be run alone");
            }
            inputs.add(input);
        });
        var layers = new ArrayList<LayerNode>();
        Function<Value, Value> inside = value -> values.getOrDefault(value.name(), value);
        for (var layer : model.layers()) {
            if (isWithin(layer.block(), block.call())) {
                var taken = layer.inputs().stream().map(inside).toList();
                var node =
                        new LayerNode(layer.name(), layer.layer(), taken, layer.shape(), layer.span(), layer.block());
                values.put(node.name(), node);
                layers.add(node);
            }
        }
        var result = inside.apply(block.result());
        return model.predicting(
                inputs, List.of(), layers, List.of(predicted(block.call().block(), result)), NamedValues.NONE);
    }

    private static boolean isWithin(@Nullable BlockCall use, BlockCall block) {
        for (var each = use; each != null; each = each.within()) {
            if (each.path().equals(block.path())) {
                return true;
            }
        }
        return false;
    }

    /** The path comes first: it is what names of layers and weights begin with. */
    private static BlockValues block(LayerGraph model, String name) {
        var blocks = model.names().blocks();
        for (var block : blocks) {
            if (block.call().path().equals(name)) {
                return block;
            }
        }
        var uses = usesOf(model, name);
        var weights = uses.stream().map(block -> block.call().weights()).distinct();
        if (weights.count() == 1) {
            return uses.getFirst();
        }
        var paths = blocks.stream().map(block -> block.call().path()).toList();
        throw unknown(
                uses.isEmpty()
                        ? "model " + model.name() + " has no block `" + name + "`"
                        : "model " + model.name() + " uses the block `" + name
                                + "` several times, with weights of its own" + " in each",
                name,
                paths,
                paths);
    }

    private static IllegalArgumentException unknown(
            String message, String name, Collection<String> all, Collection<String> shown) {
        var nearest = NearestName.of(name, all)
                .map(near -> "; did you mean `" + near + "`?")
                .orElse("");
        var first = shown.stream().limit(MOST_NAMES).toList();
        var names = first.isEmpty()
                ? "; it has none"
                : "; it has " + String.join(", ", first) + (shown.size() > MOST_NAMES ? ", …" : "");
        return new IllegalArgumentException(message + names + nearest);
    }
}
