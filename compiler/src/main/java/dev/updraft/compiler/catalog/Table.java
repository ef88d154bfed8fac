package dev.updraft.compiler.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All declarations of one kind.
 *
 * @param <T> what they declare
 */
public final class Table<T> {
    private final String noun;
    private final SequencedMap<String, Declaration<T>> rows;

    Table(String noun, List<Declaration<T>> rows) {
        this.noun = noun;
        this.rows = rows.stream()
                .collect(Collectors.toMap(
                        Declaration::name,
                        row -> row,
                        (a, _) -> {
                            throw new IllegalStateException(noun + " " + a.name() + " is declared twice");
                        },
                        LinkedHashMap::new));
    }

    /** What an entry is called: {@code layer}, {@code activation}. */
    public String noun() {
        return noun;
    }

    /** {@code a layer}, {@code an activation}. */
    public String nounWithArticle() {
        return ("aeio".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }

    public @Nullable Declaration<T> find(String name) {
        return rows.get(name);
    }

    public boolean has(String name) {
        return rows.containsKey(name);
    }

    public SequencedCollection<String> names() {
        return rows.sequencedKeySet();
    }

    public SequencedCollection<Declaration<T>> rows() {
        return rows.sequencedValues();
    }

    /** The name under which {@code record} is declared: the first row that makes records of its class. */
    String nameOf(Object record) {
        return rows.values().stream()
                .filter(row -> row.example().getClass() == record.getClass())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + noun + " declares " + record))
                .name();
    }
}
