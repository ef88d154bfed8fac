package dev.updraft.engine.gpu.emit;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.plan.Step;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.compiler.schedule.Schedule;
import dev.updraft.engine.gpu.emit.kernels.ProductKernels;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the one loop that reads a value, each element once, does in place of a kernel of its own: it adds the parts of a product, such as
 * a gradient of weights that the optimizer reads; and it fetches an input of the step's samples.
 */
final class LateParts {
    private LateParts() {}

    /** Tells an emission, before it writes any kernel. */
    static void find(GraphEmission emission) {
        var kernels = emission.plan().steps().stream()
                .flatMap(step -> step instanceof Step.Compute(var some, var _) ? some.stream() : Stream.<Kernel>empty())
                .toList();
        var readers = new HashMap<Node, Integer>();
        var otherwise = new HashSet<Node>();
        var graph = emission.plan().graph();
        Stream.of(graph.outputs(), graph.updates())
                .flatMap(nodes -> nodes.values().stream())
                .forEach(node -> otherwise.add(Schedule.storage(node)));
        for (var kernel : kernels) {
            kernel.reads().stream()
                    .map(Schedule::storage)
                    .distinct()
                    .forEach(node -> readers.merge(node, 1, Integer::sum));
            otherwise.addAll(notElementByElement(kernel));
        }
        emission.plan().copiedInputs().stream()
                .filter(input -> !otherwise.contains(input) && readers.getOrDefault(input, 0) == 1)
                .forEach(emission::fetchWhereRead);
        for (var kernel : kernels) {
            var product = kernel.results().getFirst();
            if (isProductAlone(kernel)
                    && !product.shape().batched()
                    && !otherwise.contains(product)
                    && readers.getOrDefault(product, 0) == 1) {
                ProductKernels.in(kernel, emission)
                        .ifPresent(
                                work -> emission.leaveInParts(product, work.parts(emission), work.elements(emission)));
            }
        }
    }

    private static boolean isProductAlone(Kernel kernel) {
        return switch (kernel) {
            case Kernel.FusedGemm(var product, var _, var _, var result) -> product == result;
            case Kernel.Single _ -> true;
            case Kernel.Pointwise _, Kernel.Followed _ -> false;
        };
    }

    /** What a kernel reads in another way than each element once. */
    private static List<Node> notElementByElement(Kernel kernel) {
        var nodes = switch (kernel) {
            case Kernel.Pointwise(var _, var body, var _) ->
                body.stream().allMatch(node -> !(node.op() instanceof Op.Reduction))
                        ? body.stream()
                                .filter(node -> node.op() instanceof Op.Broadcast)
                                .flatMap(node -> node.operands().stream())
                        : kernel.reads().stream();
            case Kernel.FusedGemm _, Kernel.Single _, Kernel.Followed _ -> kernel.reads().stream();
        };
        return nodes.map(Schedule::storage).toList();
    }
}
