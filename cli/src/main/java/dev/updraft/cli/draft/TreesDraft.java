package dev.updraft.cli.draft;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.source.ModelSource;
import dev.updraft.foreign.trees.ForeignFeature;
import dev.updraft.foreign.trees.ForeignTrees;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A model for trees of another program.
 *
 * @param name of the model
 * @param source the text, and under which name it is a file
 * @param features names of the columns, in the order of the trees' features
 * @param graph what the text is checked to be
 */
public record TreesDraft(String name, ModelSource source, List<String> features, LayerGraph graph) {
    private static final String INPUT = "row";
    private static final String GROUP = "query";

    /**
     * Drafts a model.
     *
     * @param origin name of the file that the trees are from
     * @param file name of the model's file
     * @param target what is predicted; the name of its column in a table
     * @throws DraftException if no model of the language can be made of them
     */
    public static TreesDraft of(ForeignTrees trees, String origin, String file, String target) {
        requireRoom(trees, origin);
        if (!Identifiers.isQuotable(target)) {
            throw new DraftException("the target's name has characters that a model cannot write");
        }
        var name = Identifiers.camel(file.replaceFirst("(?<=.)\\.[^.]*$", ""));
        var columns = columns(trees, origin);
        var text = text(trees, origin, name, columns, target);
        if (text.length() > SourceFile.LARGEST) {
            throw new DraftException(String.format(
                    Locale.ROOT,
                    "%s: has %,d features, or categories, more than a model file can name; train it on those that matter",
                    origin,
                    columns.size()));
        }
        var source = new ModelSource(new SourceFile(file, text), List.of(), Map.of());
        var compilation = source.check();
        var graph = compilation.graph();
        if (graph == null) {
            throw new DraftException(origin + ": no model can be made of it: "
                    + compilation.diagnostics().stream()
                            .filter(found -> found.severity() == Diagnostic.Severity.ERROR)
                            .map(Diagnostic::message)
                            .limit(3)
                            .collect(joining("; ")));
        }
        return new TreesDraft(
                name, source, columns.stream().map(ColumnDraft::name).toList(), graph);
    }

    private static void requireRoom(ForeignTrees trees, String origin) {
        var nodes = (2L * trees.mostLeaves() - 1) * trees.trees().size();
        if (nodes > Op.TreeSum.MOST_NODES) {
            throw new DraftException(String.format(
                    Locale.ROOT,
                    "%s: has %,d trees of up to %,d leaves, which take %,d nodes, more than %,d; train fewer or smaller trees",
                    origin,
                    trees.trees().size(),
                    trees.mostLeaves(),
                    nodes,
                    Op.TreeSum.MOST_NODES));
        }
    }

    private static List<ColumnDraft> columns(ForeignTrees trees, String origin) {
        var names = new ColumnNames(
                trees.features().stream().map(ForeignFeature::name).toList());
        var seen = new HashSet<String>();
        var columns = new ArrayList<ColumnDraft>();
        for (var feature : trees.features()) {
            if (!Identifiers.isQuotable(feature.name())
                    || !feature.values().stream().allMatch(Identifiers::isQuotable)) {
                throw new DraftException(
                        origin + ": feature " + columns.size() + ", '"
                                + Printable.line(feature.name())
                                + "', or a category of it has characters that a model cannot write; rename it, and train it again");
            }
            if (!seen.add(feature.name())) {
                throw new DraftException(origin + ": two features have the name '" + Printable.line(feature.name())
                        + "'; rename one, and train it again");
            }
            var name = names.of(feature.name(), columns.size());
            columns.add(new ColumnDraft(
                    name.text(), feature.name(), kind(feature), name.header(), "", ColumnDraft.Use.LEARNT));
        }
        return columns;
    }

    private static String kind(ForeignFeature feature) {
        return switch (feature.kind()) {
            case NUMBER -> "number(optional: true)";
            case TRUTH -> "bool(optional: true)";
            case CATEGORY ->
                feature.values().stream().map(Identifiers::quoted).collect(joining(", ", "category[", "]"));
        };
    }

    private static String text(
            ForeignTrees trees, String origin, String name, List<ColumnDraft> columns, String target) {
        var goal = trees.goal();
        var targetName = targetName(target, goal.output());
        var group = group(columns, targetName);
        var lines = new ArrayList<>(columns);
        if (goal.hasGroup()) {
            lines.addFirst(new ColumnDraft(group, group, "id", "", "", ColumnDraft.Use.LEARNT));
        }
        var header = targetName.equals(target) ? "" : " " + Identifiers.quoted(target);
        var text = new StringBuilder();
        text.append("/// Trees of ")
                .append(trees.origin())
                .append(", from ")
                .append(Printable.line(origin.substring(origin.lastIndexOf('/') + 1)))
                .append(".\nmodel ")
                .append(name)
                .append(" {\n    input ")
                .append(INPUT)
                .append(" {\n")
                .append(ColumnLines.of(lines, "        "))
                .append("    }\n");
        if (!goal.target().isEmpty()) {
            text.append("    target ")
                    .append(targetName)
                    .append(": ")
                    .append(goal.target())
                    .append(header)
                    .append('\n');
        }
        text.append("\n    network { row -> boosted_trees(trees: ")
                .append(trees.rounds())
                .append(", max_leaves: ")
                .append(trees.mostLeaves())
                .append(goal.target().isEmpty() ? ", outputs: " + trees.outputs() : "")
                .append(") -> ")
                .append(goal.layer().isEmpty() ? "" : goal.layer() + " -> ")
                .append(goal.output())
                .append(" }\n");
        if (!goal.loss().isEmpty()) {
            text.append("    loss    ")
                    .append(String.format(Locale.ROOT, goal.loss(), targetName, group))
                    .append('\n');
        }
        if (!goal.metrics().isEmpty()) {
            text.append("    metrics ").append(goal.metrics()).append('\n');
        }
        return text.append("}\n").toString();
    }

    /** What the column is called that says which rows belong together: the file does not know. */
    private static String group(List<ColumnDraft> columns, String targetName) {
        var taken = columns.stream().map(ColumnDraft::name).collect(toSet());
        var name = GROUP;
        while (taken.contains(name) || name.equals(targetName)) {
            name += "_id";
        }
        return name;
    }

    private static String targetName(String target, String output) {
        var name = Identifiers.snake(target, "y");
        return Identifiers.isTaken(name) || name.equals(INPUT) || name.equals(output) ? name + "_target" : name;
    }

    /** What the model computes. */
    public Program program() {
        return Compiler.lower(graph);
    }
}
