package dev.updraft.compiler.reference;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.catalog.Declaration;
import dev.updraft.compiler.catalog.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** What every name of the catalog means. */
public final class Reference {
    private Reference() {}

    private static final List<Entry> ENTRIES = entries();

    /** All entries, in the order of the catalog: those of one kind stand together, settings at the end. */
    public static List<Entry> all() {
        return ENTRIES;
    }

    /** All that {@code name} means: nothing, one thing, or several as {@code relu} is a layer and an activation. */
    public static List<Entry> of(String name) {
        return ENTRIES.stream().filter(entry -> entry.isCalled(name)).toList();
    }

    /** Names of what takes an argument {@code name}. */
    public static List<String> takers(String name) {
        return ENTRIES.stream()
                .filter(entry -> entry instanceof Entry.Declared declared && declared.takes(name))
                .map(Entry::name)
                .distinct()
                .toList();
    }

    /** Every name that means something. */
    public static SequencedSet<String> names() {
        var names = new LinkedHashSet<String>();
        for (var entry : ENTRIES) {
            names.add(entry.name());
            if (entry instanceof Entry.Declared declared) {
                names.addAll(declared.otherNames());
            }
        }
        return names;
    }

    private static List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        for (var table : Catalog.tables()) {
            for (var row : table.rows()) {
                if (row.name().equals(row.canonicalName())) {
                    entries.add(new Entry.Declared(table.noun(), row, otherNames(table, row)));
                }
            }
        }
        entries.add(new Entry.Declared("part of a model", Catalog.FIT, List.of()));
        Catalog.FIT.parameters().forEach(parameter -> entries.add(new Entry.Setting(parameter)));
        return List.copyOf(entries);
    }

    private static List<String> otherNames(Table<?> table, Declaration<?> row) {
        return table.rows().stream()
                .filter(other -> other.canonicalName().equals(row.name()))
                .<String>map(Declaration::name)
                .filter(name -> !name.equals(row.name()))
                .toList();
    }
}
