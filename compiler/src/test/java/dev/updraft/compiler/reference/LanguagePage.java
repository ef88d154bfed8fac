package dev.updraft.compiler.reference;

import dev.updraft.compiler.catalog.Declaration;
import dev.updraft.compiler.catalog.Parameter;
import dev.updraft.compiler.catalog.ParameterType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The reference as a page in Markdown: a text written by hand, with the entries of each kind where it says {@code {{layer}}}. */
final class LanguagePage {
    private static final Pattern PLACEHOLDER = Pattern.compile("^\\{\\{(.*)}}\n", Pattern.MULTILINE);

    private final Map<String, Integer> anchors = new HashMap<>();

    private LanguagePage() {}

    /** The whole page. */
    static String render() {
        var page = new LanguagePage();
        return PLACEHOLDER.matcher(template()).replaceAll(found -> quoted(page.entries(found.group(1))));
    }

    private static String quoted(String replacement) {
        return replacement.replace("\\", "\\\\").replace("$", "\\$");
    }

    /** What is written by hand. */
    static String template() {
        try (var text = LanguagePage.class.getResourceAsStream("/reference/language.md")) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String entries(String kind) {
        var entries = Reference.all().stream()
                .filter(entry -> entry.kind().equals(kind))
                .toList();
        if (entries.isEmpty()) {
            throw new IllegalStateException(
                    "the template asks for entries of the kind " + kind + ", and there are none");
        }
        if (entries.getFirst() instanceof Entry.Setting) {
            return settings(entries);
        }
        var links = entries.stream()
                .map(entry -> "[`%s`](#%s)".formatted(entry.name(), anchor(entry.name())))
                .collect(Collectors.joining(" · ", "", "\n"));
        return links + entries.stream().map(LanguagePage::section).collect(Collectors.joining());
    }

    /** As GitHub numbers headings of the same text. */
    private String anchor(String heading) {
        var count = anchors.merge(heading, 1, Integer::sum);
        return count == 1 ? heading : heading + "-" + (count - 1);
    }

    private static String section(Entry entry) {
        var doc = entry.doc();
        var parts = new ArrayList<String>();
        parts.add("\n### " + entry.name() + "\n");
        parts.add(Sentence.of(doc.summary()) + "\n");
        parts.add(fenced("model", doc.use()));
        if (!doc.shapes().isEmpty()) {
            parts.add("Shapes: `" + doc.shapes() + "`\n");
        }
        if (!doc.formula().isEmpty()) {
            parts.add(fenced("text", doc.formula()));
        }
        if (entry instanceof Entry.Declared(var _, var declaration, var otherNames)) {
            if (!declaration.parameters().isEmpty()) {
                parts.add(arguments(declaration));
            }
            if (!otherNames.isEmpty()) {
                parts.add("Also called " + otherNames.stream().collect(Collectors.joining("`, `", "`", "`.\n")));
            }
        }
        if (!doc.notes().isEmpty()) {
            parts.add(doc.notes() + "\n");
        }
        return String.join("\n", parts);
    }

    private static String fenced(String language, String text) {
        return "```" + language + "\n" + text + "\n```\n";
    }

    private static String arguments(Declaration<?> declaration) {
        return "| argument | type | default | allowed | meaning |\n|---|---|---|---|---|\n"
                + declaration.parameters().stream()
                        .map(each -> row(each) + " " + each.doc() + " |\n")
                        .collect(Collectors.joining());
    }

    private static String settings(List<Entry> entries) {
        var rows = new StringBuilder(
                "| setting | type | default | allowed | meaning | example |\n|---|---|---|---|---|---|\n");
        for (var entry : entries) {
            if (entry instanceof Entry.Setting(var parameter)) {
                rows.append(row(parameter)).append(" ").append(parameter.doc());
                rows.append(" | `").append(parameter.use()).append("` |\n");
            }
        }
        return rows.toString();
    }

    private static String row(Parameter<?> parameter) {
        var standard = parameter.required() ? "required" : "`" + parameter.written() + "`";
        return "| `%s` | %s | %s | %s |"
                .formatted(
                        parameter.name(),
                        type(parameter.type()),
                        standard,
                        parameter.type().description());
    }

    /** What names something links to where its names are. */
    private static String type(ParameterType<?> type) {
        return switch (type) {
            case ParameterType.Named<?> named ->
                "[%s](#%s)".formatted(type.word(), plural(type.word()).replace(' ', '-'));
            case ParameterType.OptionalOf<?>(var inner) -> type(inner);
            case ParameterType.ListOf<?>(var inner)
            when inner instanceof ParameterType.Named<?> ->
                "[%s](#%s)".formatted(type.word(), plural(inner.word()).replace(' ', '-'));
            case ParameterType.Whole _,
                    ParameterType.Seed _,
                    ParameterType.Real _,
                    ParameterType.Bool _,
                    ParameterType.Text _,
                    ParameterType.MetricName _,
                    ParameterType.WeightName _,
                    ParameterType.ColumnName _,
                    ParameterType.WeightFactor _,
                    ParameterType.Time _,
                    ParameterType.Device _,
                    ParameterType.Size2d _,
                    ParameterType.Border2d _,
                    ParameterType.Extents _,
                    ParameterType.Reals _,
                    ParameterType.ListOf<?> _,
                    ParameterType.ClassWeights _,
                    ParameterType.Threshold _,
                    ParameterType.Choice<?> _ -> type.word();
        };
    }

    private static String plural(String noun) {
        return noun + (noun.endsWith("s") ? "es" : "s");
    }
}
