package dev.updraft.compiler.emit.typed;

import java.util.stream.Collectors;

/** Writes the enum of classes with names. */
final class LabelEnum {
    private LabelEnum() {}

    static void declare(OutputType.Named answer, Members members) {
        var doc = JavaComment.escaped(answer.doc());
        var constants = new JavaNames();
        var names = answer.classes().stream()
                .map(name -> "    %s(%s)".formatted(constants.claim(JavaNames.constant(name)), JavaString.of(name)))
                .collect(Collectors.joining(",\n"));
        members.add(
                """
                public enum %1$s implements %4$s {
                %2$s;

                    private final %3$s text;

                    %1$s(%3$s text) {
                        this.text = text;
                    }

                    /** As the model's file has it. */
                    @%5$s
                    public %3$s text() {
                        return text;
                    }
                }
                """.formatted(
                                answer.typeName(),
                                names,
                                members.type("java.lang.String"),
                                members.type("dev.updraft.data.ClassLabel"),
                                members.type("java.lang.Override")),
                doc.isEmpty() ? "The classes of {@code " + answer.name() + "}." : doc);
        members.add("""
                // Once: values() makes a new array at each call.
                private static final %1$s[] %2$s = %1$s.values();
                """.formatted(answer.typeName(), answer.constants()));
    }
}
