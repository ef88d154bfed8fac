package dev.updraft.engine.gpu;

import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.emit.EmittedProgram;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.DriverException;

/** What a user is told when TornadoVM fails at a program. */
record DriverFailure(DeviceInfo device, EmittedProgram emitted) {

    /** Does something that the driver may fail at. */
    void guard(Runnable work) {
        try {
            work.run();
        } catch (DriverException e) {
            throw explained(e);
        }
    }

    /** The driver's words, with the layer and the line of the {@code .model} file that the task was made for. */
    EngineException explained(DriverException e) {
        var where = emitted.tasks().stream()
                .filter(task -> task.name().equals(e.task()))
                .findFirst()
                .map(task -> {
                    var span = task.span();
                    return " (" + task.operation() + " of " + task.layer()
                            + (span == null ? "" : " at " + span.location()) + ")";
                })
                .orElse("");
        return new EngineException(
                "TornadoVM cannot run this model on " + device.name() + where + ": " + e.getMessage(), e);
    }
}
