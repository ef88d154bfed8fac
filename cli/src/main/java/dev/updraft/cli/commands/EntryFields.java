package dev.updraft.cli.commands;

import dev.updraft.compiler.catalog.Parameter;
import dev.updraft.compiler.reference.Entry;
import java.util.LinkedHashMap;
import java.util.Map;

/** An entry of the reference as JSON has it. */
final class EntryFields {
    private EntryFields() {}

    static Map<String, Object> of(Entry entry) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", entry.name());
        fields.put("kind", entry.kind());
        var doc = entry.doc();
        fields.put("summary", doc.summary());
        fields.put("example", doc.use());
        fields.put("shapes", doc.shapes());
        fields.put("formula", doc.formula());
        fields.put("notes", doc.notes());
        switch (entry) {
            case Entry.Declared(var _, var declaration, var otherNames) -> {
                fields.put("other_names", otherNames);
                fields.put(
                        "arguments",
                        declaration.parameters().stream().map(EntryFields::of).toList());
            }
            case Entry.Setting(var parameter) -> fields.put("value", of(parameter));
        }
        return fields;
    }

    private static Map<String, Object> of(Parameter<?> parameter) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", parameter.name());
        fields.put("type", parameter.type().word());
        fields.put("required", parameter.required());
        if (!parameter.required()) {
            fields.put("default", parameter.written());
        }
        fields.put("allowed", parameter.type().description());
        fields.put("meaning", parameter.doc());
        return fields;
    }
}
