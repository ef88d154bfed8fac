package dev.updraft.engine.cpu.execution;

/** A piece of work in an execution context. */
public interface CpuTask {
    /** Does one part. */
    void run(ExecutionContext executionContext, int part);

    /** Into how many parts it is cut; they may run in any order, on any worker, with the same result. */
    default int parts() {
        return 1;
    }

    /** Bytes of {@link Region#SCRATCH} it needs. */
    default long scratchBytes() {
        return 0;
    }

    /** Does the whole. */
    default void run(ExecutionContext executionContext) {
        for (var part = 0; part < parts(); part++) {
            run(executionContext, part);
        }
    }
}
