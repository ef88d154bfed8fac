package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.LayerGraph.BlockCall;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.syntax.SyntaxTree.Argument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shared blocks in use. The first use of one makes its weights; every later one must mean the same. */
final class SharedBlocks {
    private static final String WAY_OUT = "or remove `shared`, so that each use has its own weights";

    private final Map<Library.Definition, FirstUse> firstUses = new HashMap<>();

    /**
     * The first use of a shared block.
     *
     * @param name where it names the block
     * @param settings the values of all parameters that are not values of the network
     */
    record FirstUse(Span name, Map<String, Value> settings, BlockCall call) {}

    /** The first use of a block; null if it has not been used, or is not shared. */
    @Nullable
    FirstUse of(Library.Definition block) {
        return firstUses.get(block);
    }

    void add(Library.Definition block, FirstUse firstUse) {
        firstUses.put(block, firstUse);
    }

    /** Forgets all uses: those to come are not of the same model. */
    void clear() {
        firstUses.clear();
    }

    /**
     * Whether a use has the settings of the first; if not, that has been reported.
     *
     * @param scope where the use stands
     * @param arguments those of the use, by the names of their parameters
     */
    static boolean sameSettings(
            EvaluationScope scope,
            FirstUse first,
            Span name,
            Map<String, Argument> arguments,
            Map<String, Value> settings) {
        for (var setting : settings.entrySet()) {
            var here = setting.getValue();
            var there = first.settings().getOrDefault(setting.getKey(), Value.UNKNOWN);
            if (here instanceof Value.Unknown || there instanceof Value.Unknown || same(here, there)) {
                continue;
            }
            var argument = arguments.get(setting.getKey());
            var message = "`%s` is shared, but `%s` is %s here and %s at its first use"
                    .formatted(first.call().block(), setting.getKey(), here.description(), there.description());
            report(
                    scope,
                    first,
                    Diagnostic.error(Code.M0412, argument == null ? name : argument.span(), message)
                            .withHelp("use the same arguments everywhere, " + WAY_OUT));
            return false;
        }
        return true;
    }

    /** However an activation was written. */
    private static boolean same(Value here, Value there) {
        if (here instanceof Value.Function(var activation, var _)
                && there instanceof Value.Function(var other, var _)) {
            return activation.equals(other);
        }
        return here.equals(there);
    }

    /**
     * Reports if the weights of the first use do not fit a later one, because the values it is given have other shapes.
     *
     * @param scope where the use stands
     * @param layers those of the use
     */
    static void requireSameWeights(EvaluationScope scope, FirstUse first, Span name, List<LayerNode> layers) {
        for (var layer : layers) {
            var owner = scope.checkContext().layers().owner(layer);
            // What is wrong in one use alone shifts the numbers of the layers after it.
            if (!layer.weightsName().startsWith(first.call().weights() + "/")
                    || !owner.span().equals(layer.span())) {
                continue;
            }
            var here = layer.weights();
            var there = owner.weights();
            for (var i = 0; i < here.size(); i++) {
                if (here.get(i).equals(there.get(i))) {
                    continue;
                }
                var weight = here.get(i);
                var message = "`%s` is shared, but the %s of `%s` is %s here and %s at its first use"
                        .formatted(
                                first.call().block(),
                                weight.name(),
                                layer.name().substring(layer.name().indexOf('/') + 1),
                                weight.shape(),
                                there.get(i).shape());
                var takes = "takes %s here and %s at the first use"
                        .formatted(
                                layer.inputs().getFirst().shape(),
                                owner.inputs().getFirst().shape());
                report(
                        scope,
                        first,
                        Diagnostic.error(Code.M0412, name, message)
                                .withLabel(layer.span(), takes)
                                .withHelp("pass values of the same shape everywhere, " + WAY_OUT));
                return;
            }
        }
    }

    private static void report(EvaluationScope scope, FirstUse first, Diagnostic diagnostic) {
        // Rounds of a repeat are uses at one place.
        scope.report(
                first.name().equals(diagnostic.primary())
                        ? diagnostic
                        : diagnostic.withLabel(first.name(), "its first use"));
    }
}
