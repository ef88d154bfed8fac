package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.BlockCall;
import dev.updraft.compiler.layers.NamedValues;
import dev.updraft.compiler.layers.NamedValues.BlockValues;
import dev.updraft.compiler.layers.TreeLayer.Goal;
import dev.updraft.compiler.layers.TreeLayer.Link;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What one check of a model shares: its problems, its layers, and how much work it may be. */
public final class CheckContext {
    /** Statements and stages carried out, repeats counted each time: far beyond any network. */
    private static final int MOST_STEPS = 50_000;
    /** Expressions within expressions, those of blocks in use included; keeps the stack small. */
    private static final int DEEPEST = 560;

    private final DiagnosticSink diagnosticSink;
    private final LayerAssembly layers;
    private final SharedBlocks sharedBlocks = new SharedBlocks();
    private final Set<Library.Definition> used = new HashSet<>();
    private final Map<String, LayerGraph.Value> names = new LinkedHashMap<>();
    private final List<BlockValues> blocks = new ArrayList<>();
    private int steps;
    private int depth;
    private boolean saidTooLarge;
    private boolean inObjective;
    private Goal treeGoal = new Goal(1, Link.NONE);

    public CheckContext(DiagnosticSink diagnosticSink) {
        this.diagnosticSink = diagnosticSink;
        this.layers = new LayerAssembly();
    }

    public DiagnosticSink diagnosticSink() {
        return diagnosticSink;
    }

    public LayerAssembly layers() {
        return layers;
    }

    SharedBlocks sharedBlocks() {
        return sharedBlocks;
    }

    /** The blocks that have been used. */
    public Set<Library.Definition> used() {
        return used;
    }

    /** Whether the expression of a loss or a metric is being checked, which may see targets and add up the batch. */
    public boolean inObjective() {
        return inObjective;
    }

    /** What the target says of trees. */
    Goal treeGoal() {
        return treeGoal;
    }

    public void treeGoal(Goal goal) {
        treeGoal = goal;
    }

    /** Checks something as the expression of a loss or a metric. */
    public <T> T inObjective(Supplier<T> check) {
        var before = inObjective;
        inObjective = true;
        try {
            return check.get();
        } finally {
            inObjective = before;
        }
    }

    /** Keeps the name of a value of the network; those in the expressions of losses and metrics are of no use to others. */
    void named(String name, Value value) {
        if (!inObjective && value instanceof Value.Tensor(var source)) {
            names.put(name, source);
        }
    }

    /** Keeps what a use of a block in the network takes and gives. */
    void used(BlockCall call, Map<String, Value> given, Value result) {
        if (!inObjective && result instanceof Value.Tensor(var source)) {
            var arguments = new LinkedHashMap<String, LayerGraph.Value>();
            given.forEach((parameter, value) -> {
                if (value instanceof Value.Tensor(var argument)) {
                    arguments.put(parameter, argument);
                }
            });
            blocks.add(new BlockValues(call, arguments, source));
        }
    }

    /** The names of all values and blocks so far. */
    public NamedValues names() {
        return new NamedValues(names, blocks);
    }

    /** Whether one more step may be taken; if not, that has been reported. */
    boolean step(Span span) {
        steps++;
        if (steps > MOST_STEPS) {
            tooLarge(span, String.format(Locale.ROOT, "repeats and blocks make more than %d steps", MOST_STEPS));
        }
        return steps <= MOST_STEPS;
    }

    /** Whether one more level may be entered; {@link #leave} must follow either way. */
    boolean enter(Span span) {
        depth++;
        if (depth > DEEPEST) {
            tooLarge(span, String.format(Locale.ROOT, "blocks and expressions are nested more than %d deep", DEEPEST));
        }
        return depth <= DEEPEST;
    }

    void leave() {
        depth--;
    }

    /** Reports that the model is too large, in which way, for the first time alone. */
    void tooLarge(Span span, String message) {
        if (!saidTooLarge) {
            saidTooLarge = true;
            diagnosticSink.report(Diagnostic.error(Code.M0408, span, message));
        }
    }
}
