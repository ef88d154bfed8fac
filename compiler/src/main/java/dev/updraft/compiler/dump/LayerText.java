package dev.updraft.compiler.dump;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.LayerGraph.Value;
import dev.updraft.compiler.tensor.ElementType;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Layer graphs, one line per layer. */
final class LayerText {
    private LayerText() {}

    static String of(LayerGraph layers) {
        var parameters = layers.parameters().entrySet().stream()
                .map(parameter -> parameter.getKey() + " = " + RecordText.value(parameter.getValue()))
                .collect(Collectors.joining(", ", "(", ")"));
        var text = new StringBuilder(
                "model " + layers.name() + (layers.parameters().isEmpty() ? "" : parameters));
        text.append('\n');
        for (var input : layers.inputs()) {
            var elements = input.type() == ElementType.INT32 ? " of int32" : "";
            line(text, "input " + input.name() + " : " + input.shape() + elements);
        }
        layers.targets()
                .forEach(target -> line(
                        text, "target " + target.name() + " : " + target.type().text()));
        layers.layers().forEach(layer -> line(text, layer(layer)));
        layers.outputs().forEach(output -> line(text, "output " + output.value().name()));
        var expressions = Stream.concat(
                layers.losses().stream()
                        .filter(LossTerm.Computed.class::isInstance)
                        .map(term -> ((LossTerm.Computed) term).expression()),
                layers.metrics().stream().map(LayerGraph.ComputedMetric::expression));
        expressions
                .flatMap(expression -> expression.operations().stream())
                .distinct()
                .forEach(layer -> line(text, layer(layer)));
        for (var term : layers.losses()) {
            line(text, "loss " + (layers.losses().size() == 1 ? "" : term(term)) + RecordText.of(term));
        }
        if (layers.optimizer() instanceof Record optimizer) {
            line(text, "optimizer " + RecordText.of(optimizer));
        }
        for (var output : layers.outputs()) {
            var of = layers.outputs().size() == 1 ? "" : " of " + output.name();
            output.metrics().forEach(metric -> line(text, "metric " + RecordText.of((Record) metric) + of));
        }
        layers.metrics().forEach(metric -> line(text, "metric " + metric.name() + " = " + metric.expression()));
        return text.toString();
    }

    /** {@code conv2d_1 = conv2d(image, filters: 32, …) : [batch, 30, 30, 32]   // cifar10.model:9:16}. */
    private static String layer(LayerNode layer) {
        var inputs = layer.inputs().stream().map(Value::name).collect(Collectors.joining(", "));
        var arguments = Stream.of(inputs, RecordText.settings((Record) layer.layer()))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        return "%s = %s(%s) : %s%s   // %s"
                .formatted(
                        layer.name(),
                        Catalog.nameOf(layer.layer()),
                        arguments,
                        layer.shape(),
                        shared(layer),
                        layer.span().location());
    }

    /** Whose weights it has, if not its own: {@code with the weights of tower/dense}. */
    static String shared(LayerNode layer) {
        return layer.weightsName().equals(layer.name()) || layer.weights().isEmpty()
                ? ""
                : " with the weights of " + layer.weightsName();
    }

    /** What one of several terms is of: {@code box_loss = 0.3 * }. */
    private static String term(LossTerm term) {
        return term.name() + " = " + (term.weight() == 1 ? "" : RecordText.value(term.weight()) + " * ");
    }

    private static void line(StringBuilder text, String line) {
        text.append("    ").append(line).append('\n');
    }
}
