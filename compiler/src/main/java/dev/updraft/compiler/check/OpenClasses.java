package dev.updraft.compiler.check;

import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.check.evaluation.Value;
import dev.updraft.compiler.check.evaluation.Value.Goal;
import dev.updraft.compiler.check.evaluation.Value.Tensor;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells how many classes a target {@code class} has, whose names are learnt from the data: as many as the prediction that the
 * loss compares with it has scores, or two if it has one.
 *
 * @param loss null if the model has none
 * @param last the last value of the network; null if it has none
 */
record OpenClasses(
        EvaluationScope evaluationScope,
        SyntaxTree.@Nullable Loss loss,
        @Nullable Value last) {

    /** The targets, each with a number of classes; those of which it cannot be told are left out, which has been reported. */
    List<Target> counted(List<Target> targets) {
        return targets.stream().map(this::counted).filter(Objects::nonNull).toList();
    }

    private @Nullable Target counted(Target target) {
        if (!(target.type() instanceof TargetType.Classes(var count, var names, var positions))
                || count != DataTypes.OPEN) {
            return target;
        }
        var width = width(target);
        if (width == 0) {
            evaluationScope.scope().complete(target.name(), Value.UNKNOWN);
            if (!evaluationScope.checkContext().diagnosticSink().any()) {
                evaluationScope.report(Diagnostic.error(
                                Code.M0106,
                                target.span(),
                                "the number of classes of `%s` cannot be told".formatted(target.name()))
                        .withHelp("write it, as in class[3], or name the classes, as in class[\"cat\", \"dog\"]"));
            }
            return null;
        }
        var closed = target.as(new TargetType.Classes(width == 1 ? 2 : width, names, positions));
        evaluationScope.scope().complete(target.name(), new Goal(closed));
        return closed;
    }

    /** Of the value that is compared with a target; 0 if there is none. */
    private int width(Target target) {
        var compared = loss == null
                ? Stream.<Value>empty()
                : nodes(loss.value())
                        .filter(SyntaxTree.Call.class::isInstance)
                        .map(SyntaxTree.Call.class::cast)
                        .filter(call -> call.arguments().size() >= 2
                                && isNamed(call.arguments().get(1).value(), target.name()))
                        .map(call -> value(call.arguments().getFirst().value()));
        return Stream.concat(compared, Stream.ofNullable(last))
                .filter(value -> value instanceof Tensor(var source)
                        && source.shape().batched()
                        && source.shape().rank() == 2)
                .mapToInt(value -> ((Tensor) value).source().shape().dim(-1))
                .findFirst()
                .orElse(0);
    }

    private static boolean isNamed(SyntaxTree.Expression expression, String name) {
        return expression instanceof SyntaxTree.Reference(var reference, var _)
                && reference.text().equals(name);
    }

    private Value value(SyntaxTree.Expression expression) {
        var entry = expression instanceof SyntaxTree.Reference(var name, var _)
                ? evaluationScope.scope().find(name.text())
                : null;
        return entry == null ? Value.UNKNOWN : entry.value();
    }

    /** A node and all within it. */
    static Stream<SyntaxTree> nodes(SyntaxTree node) {
        return Stream.concat(Stream.of(node), SyntaxTree.parts(node).flatMap(OpenClasses::nodes));
    }
}
