package dev.updraft.compiler.emit.typed;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
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

    /** Of numbers: an array, or the number if it is one. */
    record Reals(String name, String doc, Shape shape) implements OutputType {
        boolean isSingle() {
            return shape.elementsPerSample() == 1;
        }
    }

    /** The most names that an enum surely has room for: Java limits the code that makes them to 64 KiB. */
    int MOST_NAMES = 1500;

    /** The longest name that a string of Java surely has room for. */
    int LONGEST_NAME = 10_000;

    /**
     * The answer of a model.
     *
     * @param nested names of the types in the class
     * @param longestName of such a type
     */
    static OutputType of(LayerGraph graph, JavaNames nested, int longestName) {
        var target = graph.target();
        if (target == null || graph.loss() == null) {
            var output = graph.output();
            return new Reals(output.name(), "", output.shape().sample());
        }
        return switch (target.type()) {
            case TargetType.Classes(var _, var names)
            when fitsEnum(names) -> {
                var typeName = nested.claim(JavaNames.shortened(JavaNames.type(target.name()), longestName));
                yield new Named(target.name(), target.doc(), names, typeName);
            }
            case TargetType.Classes(var count, var _) -> new Numbered(target.name(), count);
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
        return this instanceof Named named ? Stream.of(named.typeName) : Stream.of();
    }

    /** Whether there are probabilities of classes. */
    default boolean isClass() {
        return !(this instanceof Reals);
    }

    /** {@code label: class[10]}, as code of Javadoc. */
    default String declaration() {
        return switch (this) {
            case Named named -> "{@code %s: class[%s]}".formatted(named.name, named.classes.size());
            case Numbered numbered -> "{@code %s: class[%s]}".formatted(numbered.name, numbered.count);
            case Reals reals -> "{@code %s: float%s}".formatted(reals.name, reals.shape);
        };
    }

    /** Adds the type or the constants that it needs. */
    default void declare(Members members) {
        switch (this) {
            case Named named -> LabelEnum.declare(named, members);
            case Numbered numbered ->
                members.add(
                        "public static final int %s_CLASSES = %s;"
                                .formatted(JavaNames.constant(numbered.name), numbered.count),
                        "How many classes {@code " + numbered.name + "} has.");
            case Reals _ -> {}
        }
    }

    /** Type of the answer for one sample. */
    default String type() {
        return switch (this) {
            case Named named -> named.typeName;
            case Numbered _ -> "int";
            case Reals reals -> reals.isSingle() ? "float" : "float[]";
        };
    }

    /** Type of an answer in a list. */
    default String elementType(Members members) {
        return switch (this) {
            case Named named -> named.typeName;
            case Numbered _ -> members.type("java.lang.Integer");
            case Reals reals -> reals.isSingle() ? members.type("java.lang.Float") : "float[]";
        };
    }

    /** The answer for one sample, of {@code arguments} to the runtime. */
    default String one(String arguments) {
        return switch (this) {
            case Named named -> "%s[network.classOf(%s)]".formatted(named.constants(), arguments);
            case Numbered _ -> "network.classOf(%s)".formatted(arguments);
            case Reals reals -> "network.%s(%s)".formatted(reals.isSingle() ? "value" : "values", arguments);
        };
    }

    /** The answers for {@code samples}. */
    default String all() {
        return switch (this) {
            case Named named -> """
                network.classesOf(samples).stream()
                        .map(number -> %s[number])
                        .toList()""".formatted(named.constants());
            case Numbered _ -> "network.classesOf(samples)";
            case Reals reals
            when reals.isSingle() -> "network.values(samples).stream().map(values -> values[0]).toList()";
            case Reals _ -> "network.values(samples)";
        };
    }

    /** The answer in words. */
    default String words() {
        return switch (this) {
            case Named named -> "the likeliest {@code " + named.name + "}";
            case Numbered numbered -> "the number of the likeliest {@code " + numbered.name + "}, from 0";
            case Reals reals ->
                "{@code " + reals.name + "}"
                        + (reals.isSingle() ? "" : ", the values of {@code float" + reals.shape + "}")
                        + JavaComment.behindColon(reals.doc);
        };
    }
}
