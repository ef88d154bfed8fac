package dev.updraft.compiler.check;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.BlockUse;
import dev.updraft.compiler.check.evaluation.CheckContext;
import dev.updraft.compiler.check.evaluation.Conversion;
import dev.updraft.compiler.check.evaluation.DiagnosticSink;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.check.evaluation.ExpressionEvaluator;
import dev.updraft.compiler.check.evaluation.Library;
import dev.updraft.compiler.check.evaluation.Scope;
import dev.updraft.compiler.check.evaluation.Statements;
import dev.updraft.compiler.check.evaluation.Unused;
import dev.updraft.compiler.check.evaluation.Value;
import dev.updraft.compiler.check.evaluation.Value.Tensor;
import dev.updraft.compiler.check.training.ClosedChecker;
import dev.updraft.compiler.check.training.EncodedTarget;
import dev.updraft.compiler.check.training.FittedChecker;
import dev.updraft.compiler.check.training.GradientReach;
import dev.updraft.compiler.check.training.LossTerms;
import dev.updraft.compiler.check.training.MetricFit;
import dev.updraft.compiler.check.training.MetricsChecker;
import dev.updraft.compiler.check.training.Outputs;
import dev.updraft.compiler.check.training.RankedGroupsChecker;
import dev.updraft.compiler.check.training.RankingChecker;
import dev.updraft.compiler.check.training.SupervisedChecker;
import dev.updraft.compiler.check.training.TrainingChecker;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.ClassWeight;
import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.LayerGraph.Output;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LinearLayer;
import dev.updraft.compiler.layers.ProblemType;
import dev.updraft.compiler.layers.TensorFunction;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Member;
import dev.updraft.compiler.syntax.SyntaxTree.Model;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From syntax tree to layer graph. */
public final class Checker {
    private final DiagnosticSink diagnosticSink;
    private final EvaluationScope evaluationScope;
    private final Map<String, String> settings;

    private Checker(DiagnosticSink diagnosticSink, Library library, Map<String, String> settings) {
        this.diagnosticSink = diagnosticSink;
        this.evaluationScope =
                new EvaluationScope(new CheckContext(diagnosticSink), new Scope(), library, null, List.of());
        this.settings = settings;
    }

    /**
     * Checks the model of a file.
     *
     * @param resolver finds what the file imports
     * @param settings values of the model's parameters, as text, by name
     * @param diagnostics takes everything found
     * @return the graph; meaningless, and perhaps null, if there are errors among {@code diagnostics}
     */
    public static @Nullable LayerGraph check(
            SourceFile file,
            SyntaxTree.File tree,
            ImportResolver resolver,
            Map<String, String> settings,
            Diagnostics diagnostics) {
        var diagnosticSink = new DiagnosticSink(diagnostics);
        var library = new Libraries(resolver, diagnostics, diagnosticSink).load(file, tree);
        var checker = new Checker(diagnosticSink, library, settings);
        var graph = checker.theModel(tree);
        checker.rehearseUnusedBlocks();
        return graph;
    }

    /**
     * Checks a file without a model, whose blocks others import.
     *
     * @param diagnostics takes everything found
     */
    public static void checkBlocks(
            SourceFile file, SyntaxTree.File tree, ImportResolver resolver, Diagnostics diagnostics) {
        var diagnosticSink = new DiagnosticSink(diagnostics);
        var library = new Libraries(resolver, diagnostics, diagnosticSink).load(file, tree);
        new Checker(diagnosticSink, library, Map.of()).rehearseUnusedBlocks();
    }

    /**
     * Checks a callback that stands alone.
     *
     * @param file whose text is {@code expression}
     * @param diagnostics takes everything found
     * @return the callback; null if there are errors
     */
    public static @Nullable CallbackSettings checkCallback(
            SourceFile file, SyntaxTree.Expression expression, Diagnostics diagnostics) {
        var evaluationScope = new EvaluationScope(
                new CheckContext(new DiagnosticSink(diagnostics)), new Scope(), new Library(file), null, List.of());
        return (CallbackSettings) new Conversion(evaluationScope, "callback").convert(Catalog.CALLBACK, expression);
    }

    private @Nullable LayerGraph theModel(SyntaxTree.File tree) {
        if (tree.models().isEmpty()) {
            var place = tree.blocks().isEmpty()
                    ? evaluationScope.library().file().span(0, 0)
                    : tree.blocks().getFirst().name().span();
            var blocks = tree.blocks().stream()
                    .map(block -> "`" + block.name().text() + "`")
                    .toList();
            diagnosticSink.report(Diagnostic.error(
                            Code.M0409,
                            place,
                            blocks.isEmpty()
                                    ? "there is no model in this file"
                                    : "there is no model in this file, only " + String.join(", ", blocks))
                    .withHelp(
                            blocks.isEmpty()
                                    ? "write model Name { … }"
                                    : "blocks are used by a model: import this file from that of a model"));
            return null;
        }
        for (var another : tree.models().subList(1, tree.models().size())) {
            diagnosticSink.report(Diagnostic.error(
                            Code.M0409,
                            another.name().span(),
                            "`%s` is a second model in this file"
                                    .formatted(another.name().text()))
                    .withLabel(tree.models().getFirst().name().span(), "the first")
                    .withHelp("a file holds one model; blocks can be shared by import"));
        }
        return model(tree.models().getFirst());
    }

    private @Nullable LayerGraph model(Model model) {
        var parameters = new ModelParameters(evaluationScope, settings).define(model);
        var declarations = new Declarations(evaluationScope);
        var inputs = declarations.inputs(model);
        var lossStatement = optional(model, SyntaxTree.Loss.class, "loss");
        var declared = new RankedTarget(evaluationScope, lossStatement).inOwnUnit(declarations.targets(model));
        new WindowRules(evaluationScope, inputs).checkTargets(declared);
        var network = only(model, SyntaxTree.Network.class, "network");
        if (network == null) {
            return null;
        }
        Libraries.refuseReturn(network.statements(), diagnosticSink);
        evaluationScope.checkContext().treeGoal(new TreeGoals(lossStatement).of(declared));
        var last = new Statements(evaluationScope).run(network.statements());
        if (last == null) {
            diagnosticSink.report(Diagnostic.error(Code.M0410, network.span(), "the network is empty")
                    .withHelp("write a chain from an input, as in image -> flatten -> dense(10)"));
        }

        var lastValue = last instanceof Tensor(var source) ? source : null;
        var closed = lossStatement == null ? ClosedChecker.of(evaluationScope, lastValue) : null;
        var targets = new OpenClasses(evaluationScope, lossStatement, closed == null ? last : null).counted(declared);
        if (closed != null) {
            declared.forEach(target -> evaluationScope.scope().use(target.name()));
        }
        var losses = lossStatement == null ? ownLosses(closed) : losses(model, lossStatement, targets);
        var trainingChecker = new TrainingChecker(evaluationScope);
        var optimizerStatement = optional(model, SyntaxTree.Optimizer.class, "optimizer");
        var optimizer = optimizerStatement == null ? null : trainingChecker.optimizer(optimizerStatement);
        if (optimizerStatement != null && lossStatement == null && closed == null) {
            diagnosticSink.report(Diagnostic.error(
                            Code.M0506, optimizerStatement.span(), "there is an optimizer but no loss to minimize")
                    .withHelp("add a loss, as in loss mse(prediction, target)"));
        }
        var predicted = closed != null
                ? closed.outputs(evaluationScope.checkContext().names().nameOf(closed.end()))
                : losses.isEmpty()
                        ? prediction(last, network, lossStatement)
                        : new Outputs(evaluationScope, lastValue).of(losses, targets);
        var metrics = metrics(model, targets, losses, predicted);
        var fitStatement = optional(model, SyntaxTree.Fit.class, "fit");
        var fit = fitStatement == null ? FitSettings.DEFAULT : trainingChecker.fit(fitStatement);
        if (fitStatement != null) {
            trainingChecker.requireSplitColumns(fitStatement, fit, inputs);
            new WindowRules(evaluationScope, inputs).checkSplits(fitStatement, fit);
        }

        var outputs = Outputs.measured(predicted, metrics.named());
        var used = Stream.of(
                        outputs.stream().map(Output::value),
                        losses.stream().flatMap(Checker::values),
                        metrics.computed().stream().flatMap(metric -> values(metric.expression())))
                .flatMap(values -> values)
                .toList();
        refuseArgMax(losses);
        if (lossStatement != null
                && optimizer != null
                && !evaluationScope.checkContext().layers().hasFitted()) {
            GradientReach.require(evaluationScope, lossStatement.value().span(), losses);
        }
        new Unused(evaluationScope, used).report();
        if (outputs.isEmpty() || diagnosticSink.any()) {
            return null;
        }
        var layers = evaluationScope.checkContext().layers().networkOf(used);
        var graph = new LayerGraph(
                model.name().text(),
                model.doc(),
                parameters,
                inputs,
                targets,
                layers,
                outputs,
                losses,
                metrics.computed(),
                optimizer,
                fit,
                new LayerGraph.Places(
                        lossStatement == null ? null : lossStatement.span(),
                        optimizerStatement == null ? null : optimizerStatement.span()),
                evaluationScope.checkContext().names().of(layers));
        FittedChecker.require(evaluationScope, graph, optimizerStatement, fitStatement);
        RankingChecker.require(evaluationScope, graph, fitStatement);
        RankedGroupsChecker.requireOfMetrics(evaluationScope, graph, metrics.ranked(), fitStatement);
        SupervisedChecker.require(evaluationScope, graph, optimizerStatement, fitStatement);
        if (lossStatement != null) {
            ClosedChecker.requireLearner(
                    evaluationScope, graph, lossStatement.value().span());
        }
        if (closed != null) {
            closed.require(graph, optimizerStatement, fitStatement);
        }
        if (optimizerStatement != null && optimizer != null && graph.fitted() == null) {
            trainingChecker.requireWeightNames(optimizerStatement, optimizer, graph);
            trainingChecker.requireFullBatch(optimizerStatement, graph);
        }
        var misfit = EncodedTarget.misfit(graph);
        if (misfit != null) {
            evaluationScope.report(misfit);
        }
        if (fitStatement != null) {
            trainingChecker.requireClassWeights(fitStatement, fit, ClassWeight.classes(graph));
            trainingChecker.requireTwoClasses(fitStatement, fit, graph);
        }
        if (graph.isClosed()) {
            return graph.with(fit.ofOneEpoch());
        }
        return switch (graph.fitted()) {
            case LayerNode(var _, TreeLayer trees, var _, var _, var _, var _) ->
                graph.with(fit.ofTrees(trees.settings().trees()));
            case LayerNode(var _, LinearLayer linear, var _, var _, var _, var _) ->
                graph.with(fit.ofTrees(linear.mostSteps()));
            case null, default -> graph;
        };
    }

    private static List<LossTerm> ownLosses(@Nullable ClosedChecker closed) {
        return closed == null ? List.of() : closed.losses();
    }

    /** What a term compares. */
    private static Stream<LayerGraph.Value> values(LossTerm term) {
        return switch (term) {
            case LossTerm.Own(var _, var layer, var _) -> Stream.concat(Stream.of(layer), layer.inputs().stream());
            case LossTerm.Comparison comparison ->
                Stream.of(comparison.prediction(), comparison.target().source()).filter(Objects::nonNull);
            case LossTerm.Computed(var _, var expression, var _, var _) -> values(expression);
        };
    }

    private static Stream<LayerGraph.Value> values(LayerGraph.Expression expression) {
        return Stream.concat(
                Stream.of(expression.value()),
                expression.operations().stream().flatMap(operation -> operation.inputs().stream()));
    }

    /** A loss would not train what leads to one. */
    private void refuseArgMax(List<LossTerm> losses) {
        var leading = evaluationScope
                .checkContext()
                .layers()
                .networkOf(losses.stream().flatMap(Checker::values).toList());
        for (var layer : leading) {
            if (layer.layer() instanceof Layer.Compute(TensorFunction.ArgMax _)) {
                evaluationScope.report(Diagnostic.error(
                                Code.M0509, layer.span(), "`argmax` has no gradient, so that no loss can use it")
                        .withHelp("it is for outputs and metrics"));
            }
        }
    }

    /** The terms of the loss; none if they make no sense, which has been reported then. */
    private List<LossTerm> losses(Model model, SyntaxTree.Loss statement, List<Target> targets) {
        var lossTerms = new LossTerms(evaluationScope);
        if (of(model, SyntaxTree.Target.class).isEmpty() && !lossTerms.needsNoTarget(statement.value())) {
            diagnosticSink.report(Diagnostic.error(Code.M0410, statement.span(), "there is a loss but no target")
                    .withHelp("declare what to learn, as in target label: class[10]"));
            return List.of();
        }
        var losses = lossTerms.check(statement);
        var learnt = losses.stream().flatMap(Checker::targets).toList();
        for (var target : targets) {
            if (!losses.isEmpty() && !learnt.contains(target.name())) {
                diagnosticSink.report(Diagnostic.error(
                                Code.M0410,
                                target.span(),
                                "the target `%s` is not used in any loss".formatted(target.name()))
                        .withLabel(statement.span(), "the loss")
                        .withHelp("add a term, as in loss mse(a, b) + mse(prediction, %s), or remove the target"
                                .formatted(target.name())));
            }
        }
        return losses;
    }

    /** The names of the targets that a term sees. */
    private static Stream<String> targets(LossTerm term) {
        return switch (term) {
            case LossTerm.Comparison comparison -> Stream.of(comparison.target().name());
            case LossTerm.Computed(var _, var expression, var _, var _) ->
                expression.targets().stream().map(Target::name);
            case LossTerm.Own _ -> Stream.of();
        };
    }

    private MetricsChecker.Metrics metrics(
            Model model, List<Target> targets, List<LossTerm> losses, List<Output> outputs) {
        var statement = optional(model, SyntaxTree.Metrics.class, "metrics");
        if (statement == null) {
            return MetricsChecker.Metrics.NONE;
        }
        var fits = losses.isEmpty()
                ? targets.stream().map(target -> new MetricFit(evaluationScope, target, ProblemType.of(target.type())))
                : outputs.stream()
                        .filter(output -> output.target() != null)
                        .map(output -> new MetricFit(
                                evaluationScope, Objects.requireNonNull(output.target()), output.problem()));
        var metrics = new MetricsChecker(evaluationScope, fits.toList(), !losses.isEmpty()).check(statement);
        if (losses.isEmpty() && of(model, SyntaxTree.Loss.class).isEmpty()) {
            diagnosticSink.report(Diagnostic.error(
                            Code.M0506, statement.span(), "there are metrics but no loss to define the prediction")
                    .withHelp("add a loss, as in loss mse(prediction, target)"));
        }
        return metrics;
    }

    /** Without a loss, which names it, the last value is what a network predicts. */
    private List<Output> prediction(@Nullable Value last, SyntaxTree.Network network, SyntaxTree.@Nullable Loss loss) {
        if (last == null || loss != null) {
            return List.of();
        }
        var place = network.statements().getLast().span();
        var value = new ExpressionEvaluator(evaluationScope).tensor(last, place, "a network ends with its prediction");
        return value instanceof Tensor(var source) ? List.of(Outputs.of(source)) : List.of();
    }

    private void rehearseUnusedBlocks() {
        for (var definition : evaluationScope.library().definitions()) {
            if (definition.home() == evaluationScope.library()
                    && !evaluationScope.checkContext().used().contains(definition)) {
                new BlockUse(evaluationScope, definition).rehearse();
            }
        }
    }

    private <M extends Member> @Nullable M only(Model model, Class<M> type, String what) {
        var found = optional(model, type, what);
        if (found == null) {
            diagnosticSink.report(
                    Diagnostic.error(Code.M0410, model.name().span(), "the model has no %s".formatted(what))
                            .withHelp("write %s { … }".formatted(what)));
        }
        return found;
    }

    private <M extends Member> @Nullable M optional(Model model, Class<M> type, String what) {
        var all = of(model, type);
        for (var another : all.subList(Math.min(1, all.size()), all.size())) {
            diagnosticSink.report(
                    Diagnostic.error(Code.M0410, another.span(), "the model has more than one %s".formatted(what))
                            .withLabel(all.getFirst().span(), "the first"));
        }
        return all.isEmpty() ? null : all.getFirst();
    }

    /** The parts of a model of one kind. */
    static <M extends Member> List<M> of(Model model, Class<M> type) {
        return model.members().stream().filter(type::isInstance).map(type::cast).toList();
    }
}
