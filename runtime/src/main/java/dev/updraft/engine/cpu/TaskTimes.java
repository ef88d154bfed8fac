package dev.updraft.engine.cpu;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.OperationTime;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The time of tasks, added up by layer and kind. */
final class TaskTimes {
    private final IdentityHashMap<Task, Kernel> kernels;
    private final Map<Work, Long> nanos = new LinkedHashMap<>();

    private record Work(String layer, String operation) {}

    /**
     * @param kernels what tasks compute; the others are not timed
     */
    TaskTimes(IdentityHashMap<Task, Kernel> kernels) {
        this.kernels = kernels;
    }

    void add(Task task, long elapsed) {
        var kernel = kernels.get(task);
        if (kernel != null) {
            nanos.merge(work(kernel), elapsed, Long::sum);
        }
    }

    /** The mean of some runs. */
    List<OperationTime> mean(int runs) {
        return nanos.entrySet().stream()
                .map(entry -> new OperationTime(
                        entry.getKey().layer(), entry.getKey().operation(), entry.getValue() / 1e9 / runs))
                .sorted(Comparator.comparingDouble(OperationTime::seconds).reversed())
                .toList();
    }

    private static Work work(Kernel kernel) {
        return switch (kernel) {
            case Kernel.Pointwise(var _, var _, var results) ->
                new Work(results.getFirst().origin().name(), "element-wise");
            case Kernel.Contraction contraction ->
                new Work(
                        contraction.product().origin().name(),
                        contraction.product().op() instanceof Op.MatMul ? "matrix product" : "convolution");
            case Kernel.Single(var node) -> new Work(node.origin().name(), words(node.op()));
        };
    }

    /** {@code MaxPool2d} as {@code max pool2d}. */
    private static String words(Op op) {
        return op.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}
