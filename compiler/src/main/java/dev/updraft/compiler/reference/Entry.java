package dev.updraft.compiler.reference;

import dev.updraft.compiler.catalog.Declaration;
import dev.updraft.compiler.catalog.Documentation;
import dev.updraft.compiler.catalog.Parameter;
import java.util.List;

/** One thing that a name means. */
public sealed interface Entry {

    String name();

    /** What it is: {@code layer}, {@code activation}. */
    String kind();

    Documentation doc();

    /** Whether it is also known as {@code name}. */
    boolean isCalled(String name);

    /**
     * Something of a table.
     *
     * @param otherNames under which it is declared too
     */
    record Declared(String kind, Declaration<?> declaration, List<String> otherNames) implements Entry {
        @Override
        public String name() {
            return declaration.name();
        }

        @Override
        public Documentation doc() {
            return declaration.doc();
        }

        @Override
        public boolean isCalled(String name) {
            return name.equals(name()) || otherNames.contains(name);
        }

        /** Whether it has an argument {@code name}. */
        boolean takes(String name) {
            return declaration.parameters().stream()
                    .anyMatch(parameter -> parameter.name().equals(name));
        }
    }

    /** A setting of the {@code fit} block. */
    record Setting(Parameter<?> parameter) implements Entry {
        @Override
        public String name() {
            return parameter.name();
        }

        @Override
        public String kind() {
            return "setting of the fit block";
        }

        @Override
        public Documentation doc() {
            return new Documentation(parameter.doc(), "", "", parameter.use(), "");
        }

        @Override
        public boolean isCalled(String name) {
            return name.equals(name());
        }
    }
}
