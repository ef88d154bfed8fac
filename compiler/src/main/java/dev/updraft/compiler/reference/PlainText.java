package dev.updraft.compiler.reference;

import dev.updraft.compiler.catalog.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Entries as they are read at a terminal.
 *
 * @param columns of a line; formulas and uses are never broken
 */
public record PlainText(int columns) {
    private static final String INDENT = "    ";

    /** Several entries, one below the other. */
    public String of(List<Entry> entries) {
        return entries.stream().map(this::of).collect(Collectors.joining("\n\n"));
    }

    /** One entry: what it is, how it is used, what it computes, what can be set. */
    public String of(Entry entry) {
        var lines = new ArrayList<String>();
        lines.add("%s (%s)".formatted(entry.name(), entry.kind()));
        var doc = entry.doc();
        lines.addAll(wrapped(Sentence.of(doc.summary()), ""));
        part(lines, "Example", doc.use().lines().toList());
        part(lines, "Shapes", doc.shapes().lines().toList());
        part(lines, "Formula", doc.formula().lines().toList());
        switch (entry) {
            case Entry.Declared(var _, var declaration, var otherNames) -> {
                var arguments = declaration.parameters();
                part(
                        lines,
                        "Arguments",
                        arguments.stream()
                                .flatMap(each -> argument(each).stream())
                                .toList());
                part(lines, "Also called", otherNames);
            }
            case Entry.Setting(var parameter) ->
                part(
                        lines,
                        "Value",
                        List.of(parameter.signature(), parameter.type().description()));
        }
        if (!doc.notes().isEmpty()) {
            lines.add("");
            lines.addAll(wrapped(doc.notes(), ""));
        }
        return String.join("\n", lines);
    }

    private static void part(List<String> lines, String heading, List<String> content) {
        if (!content.isEmpty()) {
            lines.add("");
            lines.add(heading);
            content.forEach(line -> lines.add(INDENT + line));
        }
    }

    private List<String> argument(Parameter<?> parameter) {
        var lines = new ArrayList<String>();
        lines.add(parameter.signature() + (parameter.required() ? " (required)" : ""));
        var words = parameter.doc() + " (" + parameter.type().description() + ")";
        lines.addAll(wrapped(words, INDENT));
        return lines;
    }

    private List<String> wrapped(String text, String indent) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ")) {
            if (!line.isEmpty() && indent.length() * 2 + line.length() + 1 + word.length() > columns) {
                lines.add(indent + line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(indent + line);
        return lines;
    }
}
