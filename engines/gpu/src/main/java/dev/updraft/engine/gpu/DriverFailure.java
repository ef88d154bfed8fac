package dev.updraft.engine.gpu;

import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.emit.EmittedProgram;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.DriverException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a user is told when TornadoVM fails at a program.
 *
 * @param bytes that the program takes of the device's memory
 */
record DriverFailure(DeviceInfo device, EmittedProgram emitted, long bytes) {
    /** Words of TornadoVM, of OpenCL and of CUDA for memory that cannot be had. */
    private static final Pattern MEMORY = Pattern.compile(
            "OutOfMemory|Unable to allocate|OCLBufferResult|CL_MEM_OBJECT_ALLOCATION_FAILURE|cuMemAlloc|OUT_OF_MEMORY");

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
        if (MEMORY.matcher(String.valueOf(e.getMessage())).find()) {
            return new EngineException(
                    device.name() + " has " + Bytes.text(device.memory())
                            + " of memory, and this model did not get the "
                            + Bytes.text(bytes)
                            + " that it takes: another process holds the rest; end that, or use a smaller"
                            + " batch size or another device (" + e.getMessage() + ")",
                    e);
        }
        var where = emitted.tasks().stream()
                .filter(task -> task.name().equals(e.task()))
                .findFirst()
                .map(task -> task.works().stream()
                        .map(EmittedProgram.Work::toString)
                        .collect(Collectors.joining(", and at once ", " (", ")")))
                .orElse("");
        return new EngineException(
                "TornadoVM cannot run this model on " + device.name() + where + ": " + e.getMessage(), e);
    }
}
