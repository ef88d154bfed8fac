package dev.updraft.compiler.schedule;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Schedule.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts a wide product, or the sums of rows that are the gradient of a table, together with the loop that alone reads it, as an
 * optimizer's update reads the gradient of weights. The product moves to where the loop is, and what it gives need not go through
 * memory, where the update spends its time.
 */
public final class ProductLoops {
    private final Uses uses;
    private final List<List<Kernel>> levels;
    /** Products that may move, by what they give. */
    private final Map<Node, Kernel> products = new HashMap<>();

    private ProductLoops(Uses uses, Stage stage) {
        this.uses = uses;
        levels = new ArrayList<>(stage.levels());
        for (var kernel : stage.kernels()) {
            if (isGradientOfWeights(kernel)) {
                products.put(kernel.results().getFirst(), kernel);
            }
        }
    }

    /** A schedule in which they are one kernel, where the shards have met. */
    public static Schedule join(Schedule schedule) {
        var uses = new Uses(schedule.graph());
        var stages = new ArrayList<Stage>();
        for (var stage : schedule.stages()) {
            var once = stages.size() % 2 == 0;
            stages.add(once ? new ProductLoops(uses, stage).join() : stage);
        }
        return new Schedule(schedule.graph(), stages, schedule.inPlace());
    }

    private static boolean isGradientOfWeights(Kernel kernel) {
        return switch (kernel) {
            case Kernel.FusedGemm fusedGemm -> isGradientOfWeights(fusedGemm);
            case Kernel.Single(var node) -> node.op() instanceof Op.ScatterAdd;
            case Kernel.Pointwise _, Kernel.Followed _ -> false;
        };
    }

    private static boolean isGradientOfWeights(Kernel.FusedGemm fusedGemm) {
        var product = fusedGemm.product();
        return product.op() instanceof Op.MatMul
                && fusedGemm.result() == product
                && product.shape().rank() == 2
                && !product.shape().batched()
                && product.operands().stream()
                        .allMatch(operand -> operand.shape().batched());
    }

    private Stage join() {
        if (products.isEmpty()) {
            return new Stage(levels);
        }
        var joined = new HashSet<Kernel>();
        levels.replaceAll(level -> level.stream()
                .flatMap(kernel ->
                        kernel instanceof Kernel.Pointwise loop ? split(loop, joined).stream() : Stream.of(kernel))
                .toList());
        return new Stage(levels.stream()
                .map(level ->
                        level.stream().filter(Predicate.not(joined::contains)).toList())
                .filter(level -> !level.isEmpty())
                .toList());
    }

    /** A loop's parts: those that follow a product together with it, then the rest. */
    private List<Kernel> split(Kernel.Pointwise loop, Set<Kernel> joined) {
        var kernels = new ArrayList<Kernel>();
        var rest = loop;
        for (var read : loop.reads()) {
            var product = products.get(read);
            if (product == null) {
                continue;
            }
            var part = readers(read, rest);
            if (part == null) {
                continue;
            }
            var after = loop(rest, part);
            joined.add(product);
            kernels.add(new Kernel.Followed(product, after, after.results()));
            var others = new HashSet<>(rest.body());
            others.removeAll(part);
            rest = loop(rest, others);
        }
        if (!rest.results().isEmpty()) {
            kernels.add(rest);
        }
        return kernels;
    }

    /** What of a loop has to do with a product, if nobody else has and nothing of it is added up. */
    private @Nullable Set<Node> readers(Node result, Kernel.Pointwise loop) {
        if (uses.isWanted(result)
                || !loop.shape().equals(result.shape())
                || !loop.body().containsAll(uses.of(result))) {
            return null;
        }
        var found = new HashSet<Node>();
        var next = new ArrayDeque<>(uses.of(result));
        while (!next.isEmpty()) {
            var node = next.pop();
            if (!loop.body().contains(node) || node.op() instanceof Op.Broadcast) {
                continue;
            }
            if (node.op() instanceof Op.Reduction) {
                return null;
            }
            if (found.add(node)) {
                next.addAll(node.operands());
                next.addAll(uses.of(node));
            }
        }
        return found;
    }

    /** The part of a loop that computes {@code nodes}, with the numbers and vectors that these repeat. */
    private static Kernel.Pointwise loop(Kernel.Pointwise loop, Set<Node> nodes) {
        var read = nodes.stream().flatMap(node -> node.operands().stream()).collect(Collectors.toSet());
        var results = loop.results().stream().filter(nodes::contains).toList();
        var body = loop.body().stream()
                .filter(node -> node.op() instanceof Op.Broadcast
                        ? read.contains(node) || results.contains(node)
                        : nodes.contains(node))
                .toList();
        return new Kernel.Pointwise(loop.shape(), body, results);
    }
}
