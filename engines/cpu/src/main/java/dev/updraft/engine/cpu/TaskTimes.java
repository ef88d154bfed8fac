package dev.updraft.engine.cpu;

import dev.updraft.compiler.dump.GraphText;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.compiler.schedule.KernelCost;
import dev.updraft.engine.OperationTime;
import dev.updraft.engine.cpu.execution.CpuTask;
import java.util.IdentityHashMap;
import java.util.List;

/** The time of tasks, added up by kernel. */
final class TaskTimes {
    private final IdentityHashMap<CpuTask, Kernel> kernels;
    private final IdentityHashMap<Kernel, Long> nanos = new IdentityHashMap<>();

    /**
     * @param kernels what tasks compute; the others are not timed
     */
    TaskTimes(IdentityHashMap<CpuTask, Kernel> kernels) {
        this.kernels = kernels;
    }

    void add(CpuTask cpuTask, long elapsed) {
        var kernel = kernels.get(cpuTask);
        if (kernel != null) {
            nanos.merge(kernel, elapsed, Long::sum);
        }
    }

    /** The mean of some runs with {@code batch} samples, kernel by kernel. */
    List<OperationTime> mean(int runs, int batch) {
        return nanos.entrySet().stream()
                .map(entry -> time(entry.getKey(), entry.getValue() / 1e9 / runs, batch))
                .toList();
    }

    private static OperationTime time(Kernel kernel, double seconds, int batch) {
        var node = switch (kernel) {
            case Kernel.Pointwise(var _, var _, var results) -> results.getFirst();
            case Kernel.FusedGemm fusedGemm -> fusedGemm.product();
            case Kernel.ProductLoop(var fusedGemm, var _) -> fusedGemm.product();
            case Kernel.Single(var single) -> single;
        };
        var cost = KernelCost.of(kernel, batch);
        return new OperationTime(node.origin().name(), GraphText.kind(node.op()), seconds, cost.flops(), cost.bytes());
    }
}
