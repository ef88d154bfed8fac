package dev.updraft.engine.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.engine.DrawnSamples;
import dev.updraft.engine.Engine;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A step keeps nothing: however long a run is, its worker needs no more memory than at its beginning. */
@EnabledOnOs(OS.LINUX)
class WorkerMemoryTest {
    /** Steps of a run; a million take some minutes. */
    private static final int STEPS = Integer.getInteger("updraft.memory.steps", 10_000);

    /** After each tenth memory is measured. */
    private static final int PARTS = 10;

    private static final int STEPS_AT_ONCE = 100;

    /**
     * On the heap, by how much anything that a step keeps is above it: a reference alone would be four bytes in each. What the
     * Java runtime itself keeps varies by a few thousand.
     */
    private static final long OBJECTS = 4L * STEPS;

    /** Outside of it Java's compiler and the driver's pools vary by megabytes. */
    private static final long ANONYMOUS = 8L << 20;

    @TempDir
    private Path folder;

    @Test
    void onTheDouble(TestReporter reporter) throws IOException {
        requireFlat(DoubleSdk.in(folder, MemoryUse.flags()), reporter);
    }

    @Test
    @EnabledIfSystemProperty(named = "updraft.tornado", matches = "true")
    void onEveryDeviceOfTheTornadoVmThatIsHere(TestReporter reporter) throws IOException {
        requireFlat(Sdk.find(), reporter, MemoryUse.flags());
    }

    private void requireFlat(Sdk sdk, TestReporter reporter, String... flags) throws IOException {
        var compiler = new KernelCompiler(sdk, folder.resolve("kernels"));
        List<DeviceInfo> devices;
        try (var worker = GpuEngine.worker(compiler, sdk)) {
            devices = worker.devices();
        }
        for (var device : devices) {
            requireFlat(device, sdk, compiler, reporter, flags);
        }
    }

    private static void requireFlat(
            DeviceInfo device, Sdk sdk, KernelCompiler compiler, TestReporter reporter, String... flags)
            throws IOException {
        var worker = GpuEngine.worker(compiler, sdk, flags);
        var drawn = new DrawnSamples(WorkerTest.PROGRAM, STEPS_AT_ONCE, 5, false);
        var order = IntStream.range(0, STEPS_AT_ONCE).toArray();
        try (var session = new GpuSession(
                        WorkerTest.PROGRAM, new Engine.Options(1, 0), worker, device, compiler::compile);
                var samples = Objects.requireNonNull(session.upload(drawn))) {
            var measured = new ArrayList<MemoryUse>();
            for (var part = 0; part < PARTS; part++) {
                for (var step = part * (STEPS / PARTS); step < (part + 1) * (STEPS / PARTS); step += STEPS_AT_ONCE) {
                    samples.train(order, 1, step, (_, _, _) -> {});
                }
                var use = MemoryUse.of(worker.handle());
                reporter.publishEntry(
                        device.name() + " after " + (part + 1) * (STEPS / PARTS) + " steps", use.toString());
                measured.add(use);
            }
            var early = measured.get(1);
            var late = measured.getLast();
            assertThat(late.objects()).as("%s", measured).isLessThan(early.objects() + OBJECTS);
            assertThat(late.anonymous()).as("%s", measured).isLessThan(early.anonymous() + ANONYMOUS);
        }
    }
}
