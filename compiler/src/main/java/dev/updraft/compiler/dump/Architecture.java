package dev.updraft.compiler.dump;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.layers.Constraint;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.layers.RegularizationLayer;
import dev.updraft.compiler.layers.Regularizer;
import dev.updraft.compiler.layers.TreeSettings;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Initializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a network computes once it is trained, as lines of text: without what only training knows, such as initial values,
 * penalties and dropout rates, and without the names of inputs. Weights fit every model with the same lines.
 */
public final class Architecture {
    private Architecture() {}

    private static final Set<Class<?>> OF_TRAINING = 
            Set.of(Initializer.class, Regularizer.class, Constraint.class, TreeSettings.class);
    private static final String NOTHING = "nothing more";

    /** The first line in which two models differ. */
    public record Difference(String first, String second) {}

    /** Compares two models; empty if weights of the one are weights of the other. */
    public static Optional<Difference> difference(LayerGraph first, LayerGraph second) {
        var one = lines(first);
        var other = lines(second);
        return IntStream.range(0, Math.max(one.size(), other.size()))
                .mapToObj(i -> new Difference(line(one, i), line(other, i)))
                .filter(lines -> !lines.first.equals(lines.second))
                .findFirst();
    }

    private static String line(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index) : NOTHING;
    }

    private static List<String> lines(LayerGraph graph) {
        var inputs = graph.inputs();
        var names = IntStream.range(0, inputs.size())
                .boxed()
                .collect(toMap(i -> inputs.get(i).name(), i -> inputs.size() == 1 ? "input" : "input " + (i + 1)));
        var lines = new ArrayList<String>();
        inputs.forEach(input -> lines.add(names.get(input.name()) + " : " + input.shape()
                + (input.type() == ElementType.INT32 ? " of int32" : "")));
        graph.layers().forEach(layer -> lines.add(layer(layer, names)));
        graph.outputs()
                .forEach(output -> lines.add("prediction " + prediction(output.loss(), name(output.value(), names))));
        return lines;
    }

    private static String layer(LayerNode node, Map<String, String> inputNames) {
        var inputs = node.inputs().stream().map(input -> name(input, inputNames));
        var arguments = Stream.concat(inputs, settings(node.layer())).collect(joining(", "));
        return "%s = %s(%s) : %s%s"
                .formatted(node.name(), Catalog.nameOf(node.layer()), arguments, node.shape(), LayerText.shared(node));
    }

    private static Stream<String> settings(Layer layer) {
        return layer instanceof RegularizationLayer
                ? Stream.of()
                : RecordText.settings((Record) layer, type -> !OF_TRAINING.contains(type)).stream();
    }

    private static String name(LayerGraph.Value value, Map<String, String> inputNames) {
        return inputNames.getOrDefault(value.name(), value.name());
    }

    private static String prediction(@Nullable Loss loss, String output) {
        var activation = loss == null ? null : loss.predictionOf();
        return activation == null ? output : RecordText.of((Record) activation) + "(" + output + ")";
    }
}
