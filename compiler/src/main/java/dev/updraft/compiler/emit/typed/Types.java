package dev.updraft.compiler.emit.typed;

import java.util.Set;
import java.util.TreeSet;

/** How a class writes the types it uses: by simple name with an import, or in full where that name means another type. */
final class Types {
    private static final String LANGUAGE = "java.lang.";

    private final Set<String> own;
    private final Set<String> imports = new TreeSet<>();

    /** @param own simple names of the class and the types in it */
    Types(Set<String> own) {
        this.own = Set.copyOf(own);
    }

    /** @param qualified a top-level type's full name; no two have the same simple name */
    String name(String qualified) {
        var simple = qualified.substring(qualified.lastIndexOf('.') + 1);
        var known = qualified.equals(LANGUAGE + simple);
        if (own.contains(simple)) {
            return qualified;
        }
        if (!known) {
            imports.add(qualified);
        }
        return simple;
    }

    /** Full names of all that needs an import, in order. */
    Set<String> imports() {
        return imports;
    }
}
