package dev.updraft.compiler;

import dev.updraft.compiler.check.Checker;
import dev.updraft.compiler.check.FileImports;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.diagnostics.SourceReader;
import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.StepSettings;
import dev.updraft.compiler.lower.Lowering;
import dev.updraft.compiler.lower.StableForms;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.passes.AlgebraicSimplifier;
import dev.updraft.compiler.passes.BatchVariances;
import dev.updraft.compiler.passes.CommonFactors;
import dev.updraft.compiler.passes.CommonSubexpressions;
import dev.updraft.compiler.passes.GradientCheckpointing;
import dev.updraft.compiler.passes.MixedPrecision;
import dev.updraft.compiler.passes.PoolGradients;
import dev.updraft.compiler.plan.BufferAssignment;
import dev.updraft.compiler.plan.ExecutablePlan;
import dev.updraft.compiler.plan.ExecutionTarget;
import dev.updraft.compiler.plan.Liveness;
import dev.updraft.compiler.plan.StepOrder;
import dev.updraft.compiler.program.Objective;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.compiler.schedule.Epilogues;
import dev.updraft.compiler.schedule.Fusion;
import dev.updraft.compiler.schedule.InPlaceUpdates;
import dev.updraft.compiler.schedule.ProductLoops;
import dev.updraft.compiler.schedule.Schedule;
import dev.updraft.compiler.schedule.ShardingPlan;
import dev.updraft.compiler.stack.LargeStack;
import dev.updraft.compiler.syntax.Parser;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole way from the text of a model to the plan that an engine runs, on a stack that is large enough for whatever a file
 * nests. Every pass is here by its name, in order; {@code updraft compile --emit NAME} prints what it makes.
 */
public final class Compiler {
    /** Text to layers: what was written, then what it means. */
    private static final Pipeline<Checking, Compilation> CHECKING =
            Pipeline.of("syntax", Checking::parse).then("layers", Parsed::check);

    /** Layers to tensor operations: the graphs of a program. */
    public static final Pipeline<LayerGraph, Program> LOWERING =
            Pipeline.of("stable-forms", StableForms::of).then("lowering", Lowering::of);

    /**
     * A graph to one that computes the same with less work; then to what a training step computes in its precision, and to one
     * that keeps less if it is to recompute.
     */
    public static Pipeline<Graph, Graph> simplification(StepSettings step) {
        return Pipeline.of("common-factors", CommonFactors::takeOut)
                .then("algebra", AlgebraicSimplifier::simplify)
                .then("common-subexpressions", CommonSubexpressions::share)
                .then("pooling-gradients", PoolGradients::shrink)
                .then("mixed-precision", graph -> switch (step.precision()) {
                    case FLOAT32 -> graph;
                    case BF16 -> MixedPrecision.round(graph);
                })
                .then("gradient-checkpointing", graph -> step.recompute() ? GradientCheckpointing.of(graph) : graph);
    }

    /** What is left of {@link #simplification} where everything is float32 and all activations are kept. */
    public static final Pipeline<Graph, Graph> SIMPLIFICATION = simplification(StepSettings.PLAIN);

    /**
     * A graph to kernels.
     *
     * @param inShards whether the batch is going to be cut into shards
     */
    public static Pipeline<Graph, Schedule> scheduling(boolean inShards) {
        return Pipeline.of("batch-variances", BatchVariances::inOnePass)
                .then("sharding", graph -> ShardingPlan.of(graph, inShards))
                .then("fusion", Fusion::fuse)
                .then("product-loops", schedule -> inShards ? ProductLoops.join(schedule) : schedule)
                .then("epilogues", schedule -> inShards ? schedule : Epilogues.of(schedule))
                .then("in-place-updates", InPlaceUpdates::find);
    }

    /** Kernels to a plan, for one engine and size of batch. */
    public static Pipeline<Schedule, ExecutablePlan> planning(ExecutionTarget target) {
        return Pipeline.of("step-order", (Schedule schedule) -> StepOrder.of(schedule, target))
                .then("liveness", Liveness::of)
                .then("buffer-assignment", BufferAssignment::assign);
    }

    /** All that a graph goes through, from lowering to a plan. */
    public static Pipeline<Graph, ExecutablePlan> graphPasses(ExecutionTarget target, StepSettings step) {
        return simplification(step).then(scheduling(target.inShards())).then(planning(target));
    }

    /** The names of all passes, in order. */
    public static List<String> passes() {
        var ofGraphs = graphPasses(ExecutionTarget.device(1), StepSettings.PLAIN);
        return Stream.of(CHECKING.names(), LOWERING.names(), ofGraphs.names())
                .flatMap(List::stream)
                .toList();
    }

    private Compiler() {}

    /** The program that engines run: the network's layers, loss and optimizer as tensor operations. */
    public static Program lower(LayerGraph layers) {
        var step = layers.fit().step();
        return LargeStack.call(() -> LOWERING.run(layers).withGraphs(simplification(step)::run));
    }

    /**
     * What tells the trees of a model how to grow.
     *
     * @param layers a model with trees and a loss
     */
    public static Objective objective(LayerGraph layers) {
        return LargeStack.call(() -> {
            var objective = Lowering.objective(StableForms.of(layers));
            return new Objective(
                    objective.training().withGraphs(SIMPLIFICATION::run),
                    objective.validation().withGraphs(SIMPLIFICATION::run));
        });
    }

    /**
     * A graph of a program as kernels. One schedule serves every size of batch.
     *
     * @param inShards whether the engine cuts a batch into shards
     */
    public static Schedule schedule(Graph graph, boolean inShards) {
        return scheduling(inShards).run(graph);
    }

    /**
     * What an engine does to run a graph of a program.
     *
     * @throws IllegalArgumentException if the program has none for {@code purpose}
     */
    public static ExecutablePlan plan(Program program, Purpose purpose, ExecutionTarget target) {
        var graph = purpose.graph(program);
        if (graph == null) {
            throw new IllegalArgumentException("there is no graph for " + purpose.noun() + " in a " + program);
        }
        return plan(schedule(graph, target.inShards()), target);
    }

    /** What an engine does to run a graph. */
    public static ExecutablePlan plan(Schedule schedule, ExecutionTarget target) {
        return planning(target).run(schedule);
    }

    /**
     * Checks the model of a file; what it imports must lie in or below the file's folder.
     *
     * @param parameters values of the model's parameters, as text, by name; the others have their defaults
     */
    public static Compilation check(Path file, Map<String, String> parameters) {
        var diagnostics = new Diagnostics();
        var source = SourceReader.read(file, diagnostics);
        if (source == null) {
            return new Compilation(null, diagnostics.all());
        }
        var folder = file.toAbsolutePath().resolveSibling("");
        return check(source, new FileImports(folder), parameters);
    }

    /** Checks the model of a text. */
    public static Compilation check(SourceFile source, ImportResolver imports, Map<String, String> parameters) {
        return LargeStack.call(() -> CHECKING.run(new Checking(source, imports, parameters, new Diagnostics())));
    }

    /** Checks a file that holds blocks for others to import, and no model. */
    public static List<Diagnostic> checkBlocks(SourceFile source, ImportResolver imports) {
        return LargeStack.call(() -> {
            var diagnostics = new Diagnostics();
            Checker.checkBlocks(source, Parser.parse(source, diagnostics), imports, diagnostics);
            return diagnostics.all();
        });
    }

    /**
     * A callback that is written as in a {@code fit} block, such as {@code early_stopping(patience: 5)}.
     *
     * @param place what it is called in messages
     * @param diagnostics takes everything found
     * @return null if there are errors
     */
    public static @Nullable CallbackSettings callback(String place, String text, Diagnostics diagnostics) {
        var source = new SourceFile(place, text);
        return LargeStack.call(() -> {
            var expression = Parser.parseExpression(source, diagnostics);
            return expression == null ? null : Checker.checkCallback(source, expression, diagnostics);
        });
    }

    /**
     * The text of a file as a tree.
     *
     * @param diagnostics takes everything found
     */
    public static SyntaxTree.File parse(SourceFile source, Diagnostics diagnostics) {
        return LargeStack.call(() -> Parser.parse(source, diagnostics));
    }

    /** A file that is to be checked. */
    private record Checking(
            SourceFile source, ImportResolver imports, Map<String, String> parameters, Diagnostics diagnostics) {
        Parsed parse() {
            return new Parsed(this, Parser.parse(source, diagnostics));
        }
    }

    /** A file whose text has been read. */
    private record Parsed(Checking of, SyntaxTree.File tree) {
        Compilation check() {
            var diagnostics = of.diagnostics;
            var empty = tree.models().isEmpty() && tree.blocks().isEmpty();
            if (empty && diagnostics.hasErrors()) {
                return new Compilation(null, diagnostics.all());
            }
            var graph = Checker.check(of.source, tree, of.imports, of.parameters, diagnostics);
            return new Compilation(diagnostics.hasErrors() ? null : graph, diagnostics.all());
        }
    }
}
