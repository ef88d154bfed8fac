package dev.updraft.compiler.emit.typed;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.Output;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.ProblemType;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a prediction gives, as the class has it. */
sealed interface OutputType {

    /** Of classes with names: an enum. */
    record Named(String name, String doc, List<String> classes, String typeName) implements OutputType {
        /** What the class calls the enum's constants in order. */
        String constants() {
            return JavaNames.constant(name) + "_VALUES";
        }
    }

    /** Of classes without names, or more than an enum can hold: their numbers. */
    record Numbered(String name, int count) implements OutputType {}

    /**
     * Of clusters: their numbers.
     *
     * @param isDistance whether a prediction has distances from them rather than probabilities
     */
    record Cluster(String name, int count, boolean isDistance) implements OutputType {}

    /** Of a class at each place: their numbers, place by place. */
    record Places(String name, int count, Shape positions) implements OutputType {}

    /** Of several outputs: a record with a component for each. */
    record Several(List<Component> components, String typeName) implements OutputType {}

    /**
     * One of several outputs.
     *
     * @param variable what Java calls it
     * @param from where its values begin among those of all outputs
     * @param width how many values a place has
     */
    record Component(OutputType type, String variable, int from, int width) {}

    /** Of numbers: an array, or the number if it is one. */
    record Reals(String name, String doc, Shape shape) implements OutputType {
        boolean isSingle() {
            return shape.elementsPerSample() == 1;
        }
    }

    /** Behind the name of an enum that the class, or another type in it, has already. */
    String LABEL = "Label";

    /** The most names that an enum surely has room for: Java limits the code that makes them to 64 KiB. */
    int MOST_NAMES = 1500;

    /** The longest name that a string of Java surely has room for. */
    int LONGEST_NAME = 10_000;

    /**
     * What a model predicts.
     *
     * @param nested names of the types in the class
     * @param longestName of such a type
     */
    static OutputType of(LayerGraph graph, JavaNames nested, int longestName) {
        if (graph.outputs().size() == 1) {
            return of(graph.outputs().getFirst(), nested, longestName);
        }
        // What a record's component cannot be called.
        var variables =
                new JavaNames("clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");
        var components = new ArrayList<Component>();
        var from = 0;
        for (var output : graph.outputs()) {
            components.add(new Component(
                    of(output, nested, longestName),
                    variables.claim(JavaNames.variable(output.name())),
                    from,
                    output.problem().width()));
            from += output.problem().width() * output.problem().positions();
        }
        return new Several(components, nested.claim("Prediction"));
    }

    private static OutputType of(Output output, JavaNames nested, int longestName) {
        var target = output.target();
        if (target == null) {
            return new Reals(output.name(), "", output.value().shape().sample());
        }
        if (output.problem() instanceof ProblemType.WithoutTarget withoutTarget) {
            return withoutTarget instanceof ProblemType.Clusters(var count, var isDistance, var _)
                    ? new Cluster(output.name(), count, isDistance)
                    : new Reals(output.name(), "", output.value().shape().sample());
        }
        return switch (target.type()) {
            case TargetType.Classes(var count, var _, var positions)
            when positions.rank() > 0 -> new Places(target.name(), count, positions);
            case TargetType.Classes(var _, var names, var _)
            when fitsEnum(names) -> {
                var typeName = nested.claim(JavaNames.shortened(JavaNames.type(target.name()), longestName), LABEL);
                yield new Named(target.name(), target.doc(), names, typeName);
            }
            case TargetType.Classes(var count, var _, var _) -> new Numbered(target.name(), count);
            case TargetType.Labels(var count, var _) -> new Reals(target.name(), target.doc(), Shape.of(count));
            case TargetType.Reals(var shape) -> new Reals(target.name(), target.doc(), shape);
        };
    }

    private static boolean fitsEnum(List<String> names) {
        return !names.isEmpty()
                && names.size() <= MOST_NAMES
                && names.stream().allMatch(name -> name.length() <= LONGEST_NAME);
    }

    /** Types that the class has for it. */
    default Stream<String> ownTypes() {
        return switch (this) {
            case Named named -> Stream.of(named.typeName);
            case Several several ->
                Stream.concat(
                        Stream.of(several.typeName),
                        several.components.stream().flatMap(component -> component.type.ownTypes()));
            case Numbered _, Cluster _, Places _, Reals _ -> Stream.of();
        };
    }

    /** Whether it is one class, each of which has a probability. */
    default boolean isClass() {
        return this instanceof Named || this instanceof Numbered;
    }

    /** {@code label: class[10]}, as code of Javadoc. */
    default String declaration() {
        return switch (this) {
            case Named named -> "{@code %s: class[%s]}".formatted(named.name, named.classes.size());
            case Numbered numbered -> "{@code %s: class[%s]}".formatted(numbered.name, numbered.count);
            case Cluster cluster -> "{@code %s} of %s clusters".formatted(cluster.name, cluster.count);
            case Places places -> "{@code %s: class[%s]%s}".formatted(places.name, places.count, places.positions);
            case Several several ->
                several.components.stream()
                        .map(component -> component.type.declaration())
                        .collect(Collectors.joining(", "));
            case Reals reals -> "{@code %s: float%s}".formatted(reals.name, reals.shape);
        };
    }

    /** Adds the type or the constants that it needs. */
    default void declare(Members members) {
        switch (this) {
            case Named named -> LabelEnum.declare(named, members);
            case Numbered numbered -> classes(members, numbered.name, numbered.count);
            case Cluster cluster ->
                members.add(
                        "public static final int %s_CLUSTERS = %s;"
                                .formatted(JavaNames.constant(cluster.name), cluster.count),
                        "How many clusters {@code " + cluster.name + "} has.");
            case Places places -> classes(members, places.name, places.count);
            case Several several -> PredictionRecord.declare(several, members);
            case Reals _ -> {}
        }
    }

    private static void classes(Members members, String name, int count) {
        members.add(
                "public static final int %s_CLASSES = %s;".formatted(JavaNames.constant(name), count),
                "How many classes {@code " + name + "} has.");
    }

    /** Type of the answer for one sample. */
    default String type() {
        return switch (this) {
            case Named named -> named.typeName;
            case Numbered _, Cluster _ -> "int";
            case Places _ -> "int[]";
            case Several several -> several.typeName;
            case Reals reals -> reals.isSingle() ? "float" : "float[]";
        };
    }

    /** Type of an answer in a list. */
    default String elementType(Members members) {
        return switch (this) {
            case Named named -> named.typeName;
            case Numbered _, Cluster _ -> members.type("java.lang.Integer");
            case Places _ -> "int[]";
            case Several several -> several.typeName;
            case Reals reals -> reals.isSingle() ? members.type("java.lang.Float") : "float[]";
        };
    }

    /**
     * The answer for one sample.
     *
     * @param runtime has the methods that predict
     */
    default String one(String runtime, String arguments) {
        return switch (this) {
            case Named named -> "%s[%s.classOf(%s)]".formatted(named.constants(), runtime, arguments);
            case Numbered _, Cluster _ -> "%s.classOf(%s)".formatted(runtime, arguments);
            case Places _ -> "%s.classesAt(%s)".formatted(runtime, arguments);
            case Several several -> "%s.of(network, %s.values(%s))".formatted(several.typeName, runtime, arguments);
            case Reals reals -> "%s.%s(%s)".formatted(runtime, reals.isSingle() ? "value" : "values", arguments);
        };
    }

    /**
     * The answers for several samples.
     *
     * @param runtime has the methods that predict
     */
    default String all(String runtime, String samples) {
        return switch (this) {
            case Named named -> """
                %s.classesOf(%s).stream()
                        .map(number -> %s[number])
                        .toList()""".formatted(runtime, samples, named.constants());
            case Numbered _, Cluster _ -> "%s.classesOf(%s)".formatted(runtime, samples);
            case Places _ -> "%s.classesAt(%s)".formatted(runtime, samples);
            case Several several ->
                "%s.values(%s).stream().map(values -> %s.of(network, values)).toList()"
                        .formatted(runtime, samples, several.typeName);
            case Reals reals
            when reals.isSingle() ->
                "%s.values(%s).stream().map(values -> values[0]).toList()".formatted(runtime, samples);
            case Reals _ -> "%s.values(%s)".formatted(runtime, samples);
        };
    }

    /** The answer in words. */
    default String words() {
        return switch (this) {
            case Named named -> "the likeliest {@code " + named.name + "}";
            case Numbered numbered -> "the number of the likeliest {@code " + numbered.name + "}, from 0";
            case Cluster cluster ->
                "the number of the " + (cluster.isDistance ? "nearest" : "likeliest") + " {@code " + cluster.name
                        + "}, from 0";
            case Places places ->
                "the numbers of the likeliest {@code " + places.name + "} at each of {@code " + places.positions
                        + "}, row by row";
            case Several several ->
                several.components.stream()
                        .map(component -> component.type.words())
                        .collect(Collectors.joining("; "));
            case Reals reals ->
                "{@code " + reals.name + "}"
                        + (reals.isSingle() ? "" : ", the values of {@code float" + reals.shape + "}")
                        + JavaComment.behindColon(reals.doc);
        };
    }
}
