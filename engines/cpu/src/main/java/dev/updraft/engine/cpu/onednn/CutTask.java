package dev.updraft.engine.cpu.onednn;

import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import java.util.List;

/** Tasks that do not depend on each other, each repetition of which is a part: whoever is free does the next. */
public final class CutTask implements CpuTask {
    private final List<PrimitiveTask> tasks;

    public CutTask(List<PrimitiveTask> tasks) {
        this.tasks = List.copyOf(tasks);
    }

    @Override
    public int parts() {
        return tasks.stream().mapToInt(PrimitiveTask::repetitions).sum();
    }

    @Override
    public void run(ExecutionContext executionContext, int part) {
        var repetition = part;
        for (var i = 0; i < tasks.size(); i++) { // No iterator a part.
            var task = tasks.get(i);
            if (repetition < task.repetitions()) {
                task.runOnce(executionContext, repetition);
                return;
            }
            repetition -= task.repetitions();
        }
    }

    @Override
    public long scratchBytes() {
        return tasks.stream().mapToLong(PrimitiveTask::scratchBytes).max().orElse(0);
    }
}
