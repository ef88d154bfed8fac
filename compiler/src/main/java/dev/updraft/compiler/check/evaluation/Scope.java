package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.diagnostics.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The names that hold in a network or in one use of a block, and whether somebody has used them. */
public final class Scope {
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Entry> replaced = new ArrayList<>();

    /** How a name came about. */
    public enum Kind {
        /** A constant. */
        PARAMETER("parameter", false),
        /** An input of the model, or a value that a block is given. */
        INPUT("input", true),
        TARGET("target", false),
        /** {@code name = …}. */
        VALUE("value", true),
        /** {@code … -> name}, which may be a layer misspelt. */
        RESULT("value", true);

        private final String noun;
        private final boolean canChange;

        Kind(String noun, boolean canChange) {
            this.noun = noun;
            this.canChange = canChange;
        }

        /** Whether a statement may give the name another value. */
        boolean canChange() {
            return canChange;
        }

        public String noun() {
            return noun;
        }
    }

    /** A name at work. */
    public static final class Entry {
        private final String name;
        private final Kind kind;
        private final Value value;
        private final Span span;
        private boolean used;

        private Entry(String name, Kind kind, Value value, Span span) {
            this.name = name;
            this.kind = kind;
            this.value = value;
            this.span = span;
        }

        String name() {
            return name;
        }

        public Kind kind() {
            return kind;
        }

        public Value value() {
            return value;
        }

        /** Where the name was given. */
        public Span span() {
            return span;
        }
    }

    /** Gives {@code name} a value, perhaps a new one. */
    public void define(String name, Kind kind, Value value, Span span) {
        var old = entries.put(name, new Entry(name, kind, value, span));
        if (old != null) {
            replaced.add(old);
        }
    }

    /** Says of a name that it has already what it stands for, now that this is known. */
    public void complete(String name, Value value) {
        var entry = Objects.requireNonNull(entries.get(name), name);
        var completed = new Entry(name, entry.kind, value, entry.span);
        completed.used = entry.used;
        entries.put(name, completed);
    }

    /** What a name stands for, without counting as a use of it. */
    @Nullable
    public Entry find(String name) {
        return entries.get(name);
    }

    /** What a name stands for; from now on it counts as used. */
    @Nullable
    public Value use(String name) {
        var entry = entries.get(name);
        if (entry == null) {
            return null;
        }
        entry.used = true;
        return entry.value;
    }

    Collection<String> names() {
        return entries.keySet();
    }

    /** What nobody has used, also of names that were given a new value since. */
    List<Entry> unused() {
        var all = new ArrayList<>(replaced);
        all.addAll(entries.values());
        all.removeIf(entry -> entry.used);
        return all;
    }
}
