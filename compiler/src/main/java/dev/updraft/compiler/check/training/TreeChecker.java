package dev.updraft.compiler.check.training;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.layers.Weight;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the rest of a model fits trees, which are grown and not trained by a gradient. The loss tells them how each sample's
 * output should move; so it must depend on nothing else of the network, and samples must not see each other in it.
 *
 * @param graph a model with one layer of trees
 */
public record TreeChecker(EvaluationScope evaluationScope, LayerGraph graph, LayerNode trees) {

    /** What settings of the {@code fit} block mean nothing to trees, and what to write instead. */
    private static final Map<String, String> SETTINGS = Map.of(
            "epochs", "remove it: `trees` says how many there are, one an epoch",
            "batch_size", "remove it: each tree sees all samples",
            "gradient_accumulation_steps", "remove it: each tree sees all samples",
            "ema_momentum", "remove it: there are no weights to average");

    /** Reports what does not fit, if the model has trees. */
    public static void require(
            EvaluationScope evaluationScope,
            LayerGraph graph,
            SyntaxTree.@Nullable Optimizer optimizer,
            SyntaxTree.@Nullable Fit fit) {
        var found = graph.layers().stream()
                .filter(node -> node.layer() instanceof TreeLayer)
                .toList();
        if (found.size() > 1) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0512, found.get(1).span(), "a model has one layer of trees, and this is the second")
                    .withLabel(found.getFirst().span(), "the first"));
        } else if (found.size() == 1) {
            var checker = new TreeChecker(evaluationScope, graph, found.getFirst());
            checker.requireNoOptimizer(optimizer);
            checker.requireNoTraining();
            checker.requireAlone();
            checker.requireSettings(fit);
            new ForestChecker(evaluationScope, graph, found.getFirst()).require();
        }
    }

    private void report(Span place, String message, String help) {
        evaluationScope.report(Diagnostic.error(Code.M0512, place, message)
                .withLabel(trees.span(), "the trees")
                .withHelp(help));
    }

    private String kind() {
        return Catalog.nameOf(trees.layer());
    }

    private void requireNoOptimizer(SyntaxTree.@Nullable Optimizer optimizer) {
        if (optimizer != null) {
            report(
                    optimizer.span(),
                    "`%s` is grown, and not trained by an optimizer".formatted(kind()),
                    "remove this line; boosted_trees has a learning_rate of its own");
        }
    }

    private void requireNoTraining() {
        for (var layer : graph.layers()) {
            if (layer.weights().stream().anyMatch(Weight::trainable)) {
                report(
                        layer.span(),
                        "`%s` has weights that an optimizer trains, which `%s` has not"
                                .formatted(Catalog.nameOf(layer.layer()), kind()),
                        "give the trees the columns or numbers themselves, or what layers without such weights make of them");
                return;
            }
        }
    }

    /** That the loss follows from the trees and the targets, sample by sample. */
    private void requireAlone() {
        var following = new HashSet<>(Set.of(trees.name()));
        for (var layer : graph.layers()) {
            if (layer.inputs().stream().anyMatch(input -> following.contains(input.name()))) {
                requireOf(layer, following);
                following.add(layer.name());
            }
        }
        for (var term : graph.losses()) {
            switch (term) {
                case LossTerm.Comparison comparison -> requireComparison(comparison, following);
                case LossTerm.Computed computed -> requireComputed(computed, following);
            }
        }
        for (var metric : graph.metrics()) {
            var known = new HashSet<>(following);
            for (var operation : metric.expression().operations()) {
                requireOf(operation, known);
                known.add(operation.name());
            }
        }
    }

    private void requireComparison(LossTerm.Comparison term, Set<String> following) {
        var isOfTrees = term.prediction().name().equals(trees.name());
        if (term.target().source() != null
                || !following.contains(term.prediction().name())) {
            report(
                    term.span(),
                    "this loss does not compare what the trees give with a target",
                    "compare the output of `%s`".formatted(kind()));
        } else if (isForest() && (!isOfTrees || graph.losses().size() > 1)) {
            report(
                    term.span(),
                    "`%s` learns the target itself, so that one loss must compare its output with it".formatted(kind()),
                    "compare the output of the layer, or use boosted_trees, which learn any loss");
        }
    }

    private void requireComputed(LossTerm.Computed term, Set<String> following) {
        if (isForest()) {
            report(
                    term.span(),
                    "`%s` learns the target itself, and no loss that is an expression".formatted(kind()),
                    "use boosted_trees, which learn any loss");
            return;
        }
        var expression = term.expression();
        var known = new HashSet<>(following);
        for (var operation : expression.operations()) {
            if (couples(operation)) {
                report(
                        operation.span(),
                        "samples see each other in this loss, which trees cannot learn",
                        "a loss for trees gives one number for each sample; its mean is taken in the end");
                return;
            }
            requireOf(operation, known);
            known.add(operation.name());
        }
        if (!expression.value().shape().batched()) {
            report(
                    term.span(),
                    "samples see each other in this loss, which trees cannot learn",
                    "a loss for trees gives one number for each sample; its mean is taken in the end");
        }
    }

    private static boolean couples(LayerNode operation) {
        return !operation.shape().batched()
                && operation.inputs().stream().anyMatch(input -> input.shape().batched());
    }

    /** That a layer behind the trees takes nothing of the network but what follows from them. */
    private void requireOf(LayerNode layer, Set<String> following) {
        for (var input : layer.inputs()) {
            var isOfNetwork = input instanceof LayerNode || input instanceof LayerGraph.Input;
            if (isOfNetwork && input.shape().batched() && !following.contains(input.name())) {
                report(
                        layer.span(),
                        "what follows `%s` may take nothing else of the network".formatted(kind()),
                        "give the trees what is to be combined with them");
                return;
            }
        }
    }

    private boolean isForest() {
        return ((TreeLayer) trees.layer()).kind().isMean();
    }

    private void requireSettings(SyntaxTree.@Nullable Fit fit) {
        if (fit == null) {
            return;
        }
        if (isForest()
                && graph.fit().callbacks().stream().anyMatch(CallbackSettings.ReduceOnPlateau.class::isInstance)) {
            report(
                    fit.span(),
                    "`reduce_on_plateau` lowers a learning rate, which `%s` has not".formatted(kind()),
                    "remove it, or use boosted_trees");
        }
        for (var setting : fit.settings()) {
            var help =
                    setting.name() == null ? null : SETTINGS.get(setting.name().text());
            if (setting.name() != null && help != null) {
                report(
                        setting.span(),
                        "`%s` means nothing to trees".formatted(setting.name().text()),
                        help);
            }
        }
    }
}
