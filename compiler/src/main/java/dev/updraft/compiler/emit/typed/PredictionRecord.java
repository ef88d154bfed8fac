package dev.updraft.compiler.emit.typed;

import dev.updraft.compiler.emit.typed.OutputType.Component;
import dev.updraft.compiler.emit.typed.OutputType.Several;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The record of what a model with several outputs predicts. */
final class PredictionRecord {
    private PredictionRecord() {}

    /** Adds the record, and what its components need. */
    static void declare(Several several, Members members) {
        several.components().forEach(component -> component.type().declare(members));
        var components = several.components().stream()
                .map(component -> component.type().type() + " " + component.variable())
                .collect(Collectors.joining(", "));
        var values = IntStream.range(0, several.components().size())
                .mapToObj(output -> value(several.components().get(output), output, members))
                .collect(Collectors.joining(",\n                "));
        var doc = new ArrayList<>(List.of("What is predicted of one sample. The arrays are not copied."));
        several.components()
                .forEach(component -> doc.add("@param " + component.variable() + " "
                        + component.type().words()));
        members.add(
                """
                public record %1$s(%2$s) {
                    private static %1$s of(%4$s network, float[] values) {
                        return new %1$s(
                                %3$s);
                    }
                }
                """.formatted(several.typeName(), components, values, members.type("dev.updraft.TypedModel")),
                doc.toArray(String[]::new));
    }

    /** The component, of the values of all outputs one behind the other. */
    private static String value(Component component, int output, Members members) {
        var likeliest = "network.classOf(values, %s)".formatted(output);
        return switch (component.type()) {
            case OutputType.Named named -> named.constants() + "[" + likeliest + "]";
            case OutputType.Numbered _, OutputType.Cluster _ -> likeliest;
            case OutputType.Places places ->
                "%s.likeliest(values, %s, %s, %s)"
                        .formatted(
                                members.type("dev.updraft.TypedModel"),
                                component.from(),
                                component.width(),
                                places.positions().elementsPerSample());
            case OutputType.Reals reals when reals.isSingle() -> "values[" + component.from() + "]";
            case OutputType.Reals reals ->
                "%s.copyOfRange(values, %s, %s)"
                        .formatted(
                                members.type("java.util.Arrays"),
                                component.from(),
                                component.from() + reals.shape().elementsPerSample());
            case Several _ -> throw new IllegalStateException("an output is one");
        };
    }
}
