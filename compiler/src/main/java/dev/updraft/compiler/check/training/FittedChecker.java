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
import dev.updraft.compiler.layers.LinearLayer;
import dev.updraft.compiler.layers.TableLayer;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.layers.Weight;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the rest of a model fits trees or a linear model, which no optimizer trains. The loss tells them how each sample's
 * output should move; so it must depend on nothing else of the network, and samples must not see each other in it.
 *
 * @param graph a model with one such layer
 */
public record FittedChecker(EvaluationScope evaluationScope, LayerGraph graph, LayerNode fitted) {

    /** What settings of the {@code fit} block mean nothing to trees, and what to write instead. */
    private static final Map<String, String> OF_TREES = Map.of(
            "epochs", "remove it: `trees` says how many there are, one an epoch",
            "batch_size", "remove it: each tree sees all samples",
            "gradient_accumulation_steps", "remove it: each tree sees all samples",
            "ema_momentum", "remove it: there are no weights to average",
            "precision", "remove it: growing trees multiplies no matrices",
            "recompute", "remove it: growing trees keeps no activations");

    /** The same for a linear model. */
    private static final Map<String, String> OF_LINEAR = Map.of(
            "epochs",
                    "remove it: training ends where the gradient is small; `tolerance` and `max_steps` of the layer say when",
            "batch_size", "remove it: each step sees all samples",
            "gradient_accumulation_steps", "remove it: each step sees all samples",
            "ema_momentum", "remove it: the weights are those of the minimum, and no average",
            "precision", "remove it: the minimum is looked for in float32 and float64",
            "recompute", "remove it: there is one layer, whose activations are its result");

    /** Reports what does not fit, if the model has trees or is linear. */
    public static void require(
            EvaluationScope evaluationScope,
            LayerGraph graph,
            SyntaxTree.@Nullable Optimizer optimizer,
            SyntaxTree.@Nullable Fit fit) {
        var found = graph.layers().stream()
                .filter(node -> node.layer() instanceof TreeLayer || node.layer() instanceof LinearLayer)
                .toList();
        if (found.size() > 1) {
            var areTrees = found.stream().allMatch(node -> node.layer() instanceof TreeLayer);
            evaluationScope.report(Diagnostic.error(
                            Code.M0512,
                            found.get(1).span(),
                            "a model has one layer %s, and this is the second"
                                    .formatted(areTrees ? "of trees" : "that no optimizer trains"))
                    .withLabel(found.getFirst().span(), "the first"));
        } else if (found.size() == 1) {
            var checker = new FittedChecker(evaluationScope, graph, found.getFirst());
            checker.requireNoOptimizer(optimizer);
            checker.requireNoTraining();
            checker.requireAlone();
            checker.requireSettings(fit);
            if (found.getFirst().layer() instanceof TreeLayer trees) {
                new ForestChecker(evaluationScope, graph, found.getFirst(), trees.settings()).require();
            }
        }
    }

    private void report(Span place, String message, String help) {
        evaluationScope.report(Diagnostic.error(Code.M0512, place, message)
                .withLabel(fitted.span(), isLinear() ? "the linear model" : "the trees")
                .withHelp(help));
    }

    private String kind() {
        return Catalog.nameOf(fitted.layer());
    }

    private boolean isLinear() {
        return fitted.layer() instanceof LinearLayer;
    }

    /** What learns. */
    private String learner() {
        return isLinear() ? "a linear model" : "trees";
    }

    private void requireNoOptimizer(SyntaxTree.@Nullable Optimizer optimizer) {
        if (optimizer != null) {
            if (isLinear()) {
                report(
                        optimizer.span(),
                        "`%s` finds its weights itself, and not by an optimizer".formatted(kind()),
                        "remove this line, or use dense(1), which an optimizer trains");
            } else {
                report(
                        optimizer.span(),
                        "`%s` is grown, and not trained by an optimizer".formatted(kind()),
                        "remove this line; boosted_trees has a learning_rate of its own");
            }
        }
    }

    private void requireNoTraining() {
        for (var layer : graph.layers()) {
            if (layer.weights().stream().anyMatch(Weight::trainable)) {
                report(
                        layer.span(),
                        "`%s` has weights that an optimizer trains, which `%s` has not"
                                .formatted(Catalog.nameOf(layer.layer()), kind()),
                        untrained(layer));
                return;
            }
        }
    }

    private String untrained(LayerNode layer) {
        if (!isLinear()) {
            return "give the trees the columns or numbers themselves, or what layers without such weights make of them";
        }
        if (layer.layer() instanceof TableLayer.Encode encode) {
            var column = encode.group()
                    .columns()
                    .get(encode.categories(TableLayer.Encode.Way.EMBEDDED).getFirst())
                    .name();
            return "`%s` has more than %s values, for which encode learns vectors: write encode(max_one_hot: …) with more, or give the column to target_encoding"
                    .formatted(column, encode.mostOneHot());
        }
        return "use dense(1) and an optimizer to train both, or give it what layers without such weights make";
    }

    /** That the loss follows from the trees or the linear model and the targets, sample by sample. */
    private void requireAlone() {
        var following = new HashSet<>(Set.of(fitted.name()));
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
                case LossTerm.Own _ -> throw new IllegalStateException("trees have a loss of the file");
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
        var isOfTrees = term.prediction().name().equals(fitted.name());
        if (term.target().source() != null
                || !following.contains(term.prediction().name())) {
            report(
                    term.span(),
                    "this loss does not compare what %s with a target"
                            .formatted(isLinear() ? "`" + kind() + "` gives" : "the trees give"),
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
                        "samples see each other in this loss, which %s cannot learn".formatted(learner()),
                        "a loss for %s gives one number for each sample; its mean is taken in the end"
                                .formatted(learner()));
                return;
            }
            requireOf(operation, known);
            known.add(operation.name());
        }
        if (!expression.value().shape().batched()) {
            report(
                    term.span(),
                    "samples see each other in this loss, which %s cannot learn".formatted(learner()),
                    "a loss for %s gives one number for each sample; its mean is taken in the end"
                            .formatted(learner()));
        }
    }

    private static boolean couples(LayerNode operation) {
        return !operation.shape().batched()
                && operation.inputs().stream().anyMatch(input -> input.shape().batched());
    }

    /** That a layer behind takes nothing of the network but what follows from the trees or the linear model. */
    private void requireOf(LayerNode layer, Set<String> following) {
        for (var input : layer.inputs()) {
            var isOfNetwork = input instanceof LayerNode || input instanceof LayerGraph.Input;
            if (isOfNetwork && input.shape().batched() && !following.contains(input.name())) {
                report(
                        layer.span(),
                        "what follows `%s` may take nothing else of the network".formatted(kind()),
                        isLinear()
                                ? "give it what is to be combined with it"
                                : "give the trees what is to be combined with them");
                return;
            }
        }
    }

    private boolean isForest() {
        return fitted.layer() instanceof TreeLayer trees && trees.kind().isMean();
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
        for (var callback : graph.fit().callbacks()) {
            var refused = isLinear() ? steered(callback) : null;
            if (refused != null) {
                report(
                        fit.span(),
                        "`%s` means nothing to a linear model, whose steps lead to one minimum".formatted(refused),
                        "remove it; a smaller `c` or a larger `alpha` keeps a model from learning too much");
            }
        }
        for (var setting : fit.settings()) {
            var settings = isLinear() ? OF_LINEAR : OF_TREES;
            var help =
                    setting.name() == null ? null : settings.get(setting.name().text());
            if (setting.name() != null && help != null) {
                report(
                        setting.span(),
                        "`%s` means nothing to %s".formatted(setting.name().text(), learner()),
                        help);
            }
        }
    }

    /** The name of a callback that ends training early, or steers it; null for others. */
    private static @Nullable String steered(CallbackSettings callback) {
        return switch (callback) {
            case CallbackSettings.EarlyStopping _ -> "early_stopping";
            case CallbackSettings.ReduceOnPlateau _ -> "reduce_on_plateau";
            case CallbackSettings _ -> null;
        };
    }
}
