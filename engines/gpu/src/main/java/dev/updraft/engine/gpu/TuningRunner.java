package dev.updraft.engine.gpu;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.gpu.emit.EmittedProgram;
import dev.updraft.engine.gpu.emit.TuningRun;
import dev.updraft.engine.gpu.emit.device.Control;
import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.emit.device.VariableLayout;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.Driver;
import dev.updraft.engine.gpu.worker.PlanRequest;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where trials run: on the device, but in a worker of their own. What happens to it does not happen to the session.
 *
 * @param device to try on
 * @param compiler puts a generated class where drivers find it, and gives its binary name
 * @param drivers starts a driver, which is closed after the trials
 */
record TuningRunner(DeviceInfo device, Function<EmittedProgram, String> compiler, Supplier<? extends Driver> drivers) {
    private static final int RUNS = 10;

    /**
     * Takes the times of trials, of whole steps.
     *
     * @param capacity samples of a step
     * @param most how long it may take, compiling and all
     * @return as {@link Driver#time}
     */
    long[] times(Program program, TuningRun tuningRun, int capacity, Duration most) {
        var end = System.nanoTime() + most.toNanos();
        var emitted = tuningRun.program();
        var elements = DevicePlans.elements(emitted, new DevicePlan.Size(capacity, capacity, capacity, 1));
        elements.put(
                DeviceArray.VARIABLES,
                Math.toIntExact(VariableLayout.of(program).size()));
        try (var arrays = new SharedArrays<>(elements);
                var driver = drivers.get()) {
            for (var place : List.of(Control.COUNT, Control.BATCH, Control.TOTAL)) {
                arrays.of(DeviceArray.CONTROL).setAtIndex(JAVA_INT, place, capacity);
            }
            var request = new PlanRequest(
                    compiler.apply(emitted), device.index(), DevicePlans.workspaces(emitted), arrays.regions());
            return driver.time(request, RUNS, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
    }
}
