package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.Value.Tensor;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.NearestName;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.EncodedNames;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.TableLayer;
import dev.updraft.compiler.layers.TreeFeature;
import dev.updraft.compiler.layers.TreeFeatures;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.ops.Op;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Trees in a network: what they ask about, and how many outputs they have. */
record TreeUse(EvaluationScope evaluationScope, TreeLayer layer, Span span) {
    /** Features of a column that a message names. */
    private static final int MOST_NAMED = 3;

    /** What trees make of a value; unknown if they do not fit, which has been reported then. */
    Value of(Tensor input) {
        var source = input.source();
        var bound = layer.of(features(source), evaluationScope.checkContext().treeGoal());
        var kind = Catalog.nameOf(layer);
        if (bound.outputs() == TreeLayer.OF_TARGET) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0106,
                            span,
                            "the number of outputs of `%s` cannot be told from the target".formatted(kind))
                    .withHelp("name the classes, as in class[\"cat\", \"dog\", \"bird\"], or write outputs: 3"));
            return Value.UNKNOWN;
        }
        if (bound.nodes() > Op.TreeSum.MOST_NODES) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0105,
                            span,
                            String.format(
                                    Locale.ROOT,
                                    "`%s` may grow %d nodes, more than %d",
                                    kind,
                                    bound.nodes(),
                                    Op.TreeSum.MOST_NODES))
                    .withHelp(fitting(bound)));
            return Value.UNKNOWN;
        }
        return hasDirections(bound) ? applied(bound, input) : Value.UNKNOWN;
    }

    /** Which of its sizes fits if the other stays as it is: {@code L} leaves are {@code 2L - 1} nodes. */
    private static String fitting(TreeLayer trees) {
        var settings = trees.settings();
        var ofTree = Op.TreeSum.MOST_NODES / trees.roots();
        var leaves = (ofTree + 1) / 2;
        var fitting = Op.TreeSum.MOST_NODES / ((long) trees.treesOfRound() * settings.maxNodes());
        var fewer = fitting <= 1 ? "" : "trees: " + fitting + " of " + settings.maxLeaves() + " leaves fit";
        if (leaves < 2) {
            return fewer;
        }
        return settings.trees() == 1
                ? "max_leaves: " + leaves + " fits"
                : "max_leaves: " + leaves + " fits " + settings.trees() + " trees"
                        + (fewer.isEmpty() ? "" : ", and " + fewer);
    }

    private Value applied(TreeLayer bound, Tensor input) {
        var layers = evaluationScope.checkContext().layers();
        var features = input.source() instanceof LayerGraph.Input source && source.columns() != null
                ? layers.apply(evaluationScope, new TableLayer.Features(source.columns()), List.of(input), span)
                : input;
        return features instanceof Tensor tensor
                ? layers.apply(evaluationScope, bound, List.of(tensor), span)
                : Value.UNKNOWN;
    }

    private static List<TreeFeature> features(LayerGraph.Value source) {
        if (source instanceof LayerGraph.Input input && input.columns() != null) {
            var ofRow = TreeFeatures.of(input.columns());
            var window = input.columns().window();
            return window == null ? ofRow : TreeFeatures.ofWindow(ofRow, window.past());
        }
        if (!(source instanceof LayerGraph.Input) && source.categories() == 0) {
            return EncodedNames.UNLEARNT.of(source).stream()
                    .map(TreeFeature::number)
                    .toList();
        }
        var name = source instanceof LayerGraph.Input input
                ? input.name()
                : source.span().text();
        var numbers = Math.toIntExact(source.shape().elementsPerSample());
        return source.categories() > 0
                ? IntStream.range(0, numbers)
                        .mapToObj(_ -> new TreeFeature(name, source.categories()))
                        .toList()
                : TreeFeatures.of(name, numbers);
    }

    /** Whether the features are there, and have an order, that the output is to rise or fall with. */
    private boolean hasDirections(TreeLayer bound) {
        var names = bound.features().stream().map(TreeFeature::name).toList();
        if (!bound.settings().monotone().isEmpty() && bound.leafSize() > 1) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0512,
                            span,
                            String.format(
                                    Locale.ROOT,
                                    "`%s` has %d outputs in each leaf, which cannot all rise or fall with a feature",
                                    Catalog.nameOf(layer),
                                    bound.leafSize()))
                    .withHelp("remove increasing and decreasing, or "
                            + (bound.kind().isMean()
                                    ? "use boosted_trees"
                                    : "vector_leaves: each output has its trees then")));
            return false;
        }
        for (var name : bound.settings().monotone().keySet()) {
            if (Integer.valueOf(0).equals(bound.settings().monotone().get(name))) {
                evaluationScope.report(
                        Diagnostic.error(
                                        Code.M0512,
                                        span,
                                        "the output cannot both rise and fall with `%s`".formatted(name))
                                .withHelp(
                                        "name it in increasing or in decreasing; a column that it is not to depend on is `ignore`"));
                return false;
            }
            var place = names.indexOf(name);
            if (place < 0) {
                evaluationScope.report(noFeature(name, names));
                return false;
            }
            if (bound.features().get(place).isCategory()) {
                evaluationScope.report(Diagnostic.error(
                                Code.M0307,
                                span,
                                "no output can rise or fall with `%s`, whose values have no order".formatted(name))
                        .withHelp("declare it with one, as in category[\"low\", \"high\"](ordered: true)"));
                return false;
            }
        }
        return true;
    }

    private Diagnostic noFeature(String name, Collection<String> names) {
        var error = Diagnostic.error(Code.M0307, span, "there is no feature `%s`".formatted(name));
        var parts = names.stream()
                .filter(each -> each.startsWith(name + "[") || each.startsWith(name + "."))
                .toList();
        if (!parts.isEmpty()) {
            return error.withHelp(("trees see several numbers of this column, each a feature of its own, as in"
                            + " increasing: [%s]")
                    .formatted(String.join(", ", parts.subList(0, Math.min(parts.size(), MOST_NAMED)))));
        }
        var nearest = NearestName.of(name, names);
        return nearest.isEmpty() ? error : error.withHelp("did you mean `%s`?".formatted(nearest.get()));
    }
}
