package dev.updraft.engine.gpu;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.plan.ExecutablePlan;
import dev.updraft.compiler.plan.ExecutionTarget;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.compiler.schedule.Schedule;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.OperationTime;
import dev.updraft.engine.OperationTimes;
import dev.updraft.engine.gpu.emit.EmittedProgram;
import dev.updraft.engine.gpu.emit.TornadoEmitter;
import dev.updraft.engine.gpu.emit.device.Control;
import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.Driver;
import dev.updraft.engine.gpu.worker.DriverException;
import dev.updraft.engine.gpu.worker.PlanRequest;
import dev.updraft.engine.spi.Batch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the plans of a session: emits, checks that memory is enough, compiles. */
final class DevicePlans {
    /** Of the device's memory, what is not left to drivers and the like. */
    private static final double USABLE = 0.9;

    /** Of what is then free, what samples that stay there may take; the rest is for the plans of other purposes. */
    private static final double FOR_SAMPLES = 0.5;

    private static final int PROFILED_RUNS = 5;

    private final Program program;
    private final Driver driver;
    private final DeviceInfo device;
    private final Function<EmittedProgram, String> compiler;
    private final PlanRequest.Region<DeviceArray> variables;
    private final Tilings tilings;
    private final ArrayLimits limits;
    private final Map<Purpose, Schedule> schedules = new EnumMap<>(Purpose.class);

    /**
     * Makes plans for one program.
     *
     * @param compiler puts a class where the driver finds it, and gives its binary name
     * @param variables where the variables lie
     * @param tilings how products are cut up, on a GPU
     */
    DevicePlans(
            Program program,
            Driver driver,
            DeviceInfo device,
            Function<EmittedProgram, String> compiler,
            PlanRequest.Region<DeviceArray> variables,
            Tilings tilings) {
        this.program = program;
        this.driver = driver;
        this.device = device;
        this.compiler = compiler;
        this.variables = variables;
        this.tilings = tilings;
        limits = ArrayLimits.of(device);
    }

    /** What the emitter is told of the device. */
    static DeviceTraits traits(DeviceInfo device) {
        return device.kind() == DeviceInfo.Kind.GPU
                ? new DeviceTraits(
                        true,
                        Math.min(DeviceTraits.GPU.workGroup(), Integer.highestOneBit(Math.max(1, device.workGroup()))),
                        (int) Math.min(DeviceTraits.GPU.localBytes(), device.localMemory()))
                : DeviceTraits.PROCESSOR;
    }

    /**
     * What steps do, up to a number of samples.
     *
     * @throws EngineException if an array of it would be larger than the device allows
     */
    ExecutablePlan plan(Purpose purpose, int capacity) {
        var plan = unchecked(purpose, capacity);
        require(purpose, capacity, limits.exceeded(program, plan));
        return plan;
    }

    private void require(Purpose purpose, int capacity, @Nullable String exceeded) {
        if (exceeded != null) {
            throw new EngineException(String.format(
                    Locale.ROOT,
                    "%s with batches of %d needs %s: %s",
                    purpose.noun(),
                    capacity,
                    exceeded,
                    advice(purpose, capacity)));
        }
    }

    private ExecutablePlan unchecked(Purpose purpose, int capacity) {
        var schedule = schedules.computeIfAbsent(
                purpose, _ -> Compiler.schedule(Objects.requireNonNull(purpose.graph(program), purpose::noun), false));
        return Compiler.plan(schedule, ExecutionTarget.device(capacity, limits.block() * Float.BYTES));
    }

    /**
     * The source of a plan.
     *
     * @throws EngineException if the model is trained in bf16, or an array would be larger than the device allows
     */
    EmittedProgram emit(Purpose purpose, ExecutablePlan plan) {
        if (plan.graph().nodes().stream().anyMatch(node -> node.op() instanceof Op.ToBfloat16)) {
            throw new EngineException(TornadoEmitter.NO_BFLOAT16);
        }
        var emitted = unchecked(purpose, plan);
        require(purpose, emitted.capacity(), limits.exceeded(emitted));
        return emitted;
    }

    private EmittedProgram unchecked(Purpose purpose, ExecutablePlan plan) {
        return TornadoEmitter.emit("Model", program, purpose, plan, traits(device), tilings::of);
    }

    /** Whether there is room for a plan beside others that take so many bytes. */
    boolean fits(EmittedProgram emitted, long taken) {
        return least(emitted) <= usable() - taken;
    }

    /**
     * Makes a plan.
     *
     * @param executable what it does
     * @param first as it was emitted; if its products are found to be faster when they are cut up otherwise, it is emitted
     *     again
     * @param samples how many are wanted on the device; fewer are taken if memory is short, but at least the capacity
     * @param taken bytes of other plans
     * @throws EngineException if the device's memory is too small, or TornadoVM cannot compile a kernel
     */
    DevicePlan make(Purpose purpose, ExecutablePlan executable, EmittedProgram first, int samples, long taken) {
        var capacity = first.capacity();
        if (!fits(first, taken)) {
            throw new EngineException(String.format(
                    Locale.ROOT,
                    "%s with batches of %d needs %s on %s, which has %s: %s",
                    purpose.noun(),
                    capacity,
                    Bytes.text(least(first)),
                    device.name(),
                    Bytes.text(device.memory()),
                    advice(purpose, capacity)));
        }
        var improved = traits(device).localMemory() && tilings.improve(program, purpose, executable);
        var emitted = improved ? emit(purpose, executable) : first;
        var slots = slots(emitted, samples, usable() - taken);
        var steps = Math.min(DeviceSamples.MOST_STEPS, Math.ceilDiv(slots, capacity));
        var size = new DevicePlan.Size(samples, slots, (int) Math.min(slots, (long) steps * capacity), steps);
        var own = new SharedArrays<>(elements(emitted, size));
        var failure = new DriverFailure(device, emitted, bytes(emitted, size));
        try {
            var plan = driver.load(request(emitted, own));
            return new DevicePlan(emitted, own, plan, failure, size, bytes(emitted, size));
        } catch (DriverException e) {
            own.close();
            throw failure.explained(e);
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    private PlanRequest request(EmittedProgram emitted, SharedArrays<DeviceArray> own) {
        var regions = new ArrayList<>(own.regions());
        regions.addFirst(variables);
        return new PlanRequest(compiler.apply(emitted), device.index(), workspaces(emitted), regions);
    }

    /**
     * Takes the times of a step's kernels, each by itself, beside other plans.
     *
     * @param scalars of the step
     * @param taken bytes of other plans; without room beside them nothing is known
     */
    OperationTimes profile(Purpose purpose, Batch batch, long seed, double[] scalars, long taken) {
        var emitted = TornadoEmitter.emitOneByOne(
                "Model", program, purpose, plan(purpose, batch.size()), traits(device), tilings::of);
        if (!fits(emitted, taken)) {
            return OperationTimes.unknown("the device has no memory left to measure them");
        }
        var size = new DevicePlan.Size(batch.size(), batch.size(), batch.size(), 1);
        try (var own = new SharedArrays<>(elements(emitted, size))) {
            BatchArrays.fill(batch, program, emitted, own::of);
            BatchArrays.begin(own.of(DeviceArray.CONTROL), batch.size(), batch.size(), seed, 0, 0);
            BatchArrays.scalars(own.of(DeviceArray.SCALARS), 0, scalars);
            var times = driver.profile(request(emitted, own), PROFILED_RUNS);
            return OperationTimes.sum(
                    OperationTimes.step(purpose == Purpose.TRAIN, batch.size()) + ", on the device",
                    IntStream.range(0, times.length)
                            .mapToObj(at -> time(emitted.tasks().get(at), times[at]))
                            .toList());
        } catch (DriverException e) {
            throw new DriverFailure(device, emitted, bytes(emitted, size)).explained(e);
        }
    }

    private static OperationTime time(EmittedProgram.TaskInfo task, long nanoseconds) {
        var work = task.works().getFirst();
        var ofData = work.kind().equals(EmittedProgram.Work.DATA);
        return new OperationTime(ofData ? "step" : work.layer(), work.kind(), nanoseconds * 1e-9, 0, 0);
    }

    private long usable() {
        return (long) (device.memory() * USABLE);
    }

    /** Bytes of a plan that has no more samples on the device than a step. */
    private long least(EmittedProgram emitted) {
        var capacity = emitted.capacity();
        return bytes(emitted, new DevicePlan.Size(capacity, capacity, capacity, 1));
    }

    /** So many samples as there is room for beside all else, up to what an array can hold. */
    private int slots(EmittedProgram emitted, int samples, long room) {
        var empty = bytes(emitted, new DevicePlan.Size(0, 0, 0, 0));
        var perSample = bytes(emitted, new DevicePlan.Size(1, 1, 1, 1)) - empty;
        var free = (long) ((room - empty) * FOR_SAMPLES);
        var most = Math.min(free / Math.max(1, perSample), limits.samples(emitted));
        return (int) Math.max(emitted.capacity(), Math.min(samples, most));
    }

    /** Bytes on the device. What is uploaded is there twice while it is. */
    private long bytes(EmittedProgram emitted, DevicePlan.Size size) {
        var perSlot = 2L * (emitted.sampleSize() + emitted.targetSize() + emitted.labelSize());
        var perSample = 2L + emitted.predictionSize();
        var perStep = (long) emitted.losses() + 2L * emitted.scalars();
        return Float.BYTES
                * (2L * variables.elements()
                        + emitted.workspace()
                        + perSlot * size.slots()
                        + perSample * size.samples()
                        + perStep * size.steps());
    }

    /** The largest batch size that fits, found by trying. */
    private String advice(Purpose purpose, int tooLarge) {
        var fitting = 0;
        for (var above = tooLarge; above - fitting > 1; ) {
            var middle = (fitting + above) >>> 1;
            if (fits(purpose, middle)) {
                fitting = middle;
            } else {
                above = middle;
            }
        }
        return fitting > 0
                ? "a batch size of " + fitting + " fits"
                : "not even a batch size of 1 fits; use a smaller model or another device";
    }

    private boolean fits(Purpose purpose, int capacity) {
        var plan = unchecked(purpose, capacity);
        if (limits.exceeded(program, plan) != null) {
            return false;
        }
        var emitted = unchecked(purpose, plan);
        return limits.exceeded(emitted) == null && fits(emitted, 0);
    }

    /** How long the arrays are in which a plan computes. */
    static List<Integer> workspaces(EmittedProgram emitted) {
        return emitted.workspaces().stream().map(Math::toIntExact).toList();
    }

    /** How long the arrays of a plan are that the host fills or reads, without the variables. */
    static Map<DeviceArray, Integer> elements(EmittedProgram emitted, DevicePlan.Size size) {
        var elements = new EnumMap<DeviceArray, Integer>(DeviceArray.class);
        for (var array : DeviceArray.values()) {
            switch (array) {
                case VARIABLES,
                        WORKSPACE,
                        WORKSPACE_2,
                        WORKSPACE_3,
                        WORKSPACE_4,
                        WORKSPACE_5,
                        WORKSPACE_6,
                        WORKSPACE_7,
                        WORKSPACE_8 -> {}
                case SAMPLES -> elements.put(array, Math.multiplyExact(emitted.sampleSize(), size.slots()));
                case TARGETS ->
                    elements.put(array, Math.max(1, Math.multiplyExact(emitted.targetSize(), size.slots())));
                case LABELS -> elements.put(array, Math.max(1, Math.multiplyExact(emitted.labelSize(), size.slots())));
                case ORDER -> elements.put(array, size.samples());
                case CONTROL -> elements.put(array, Control.SIZE);
                case SCALARS -> elements.put(array, Math.max(1, emitted.scalars() * size.steps()));
                case LOSSES -> elements.put(array, Math.multiplyExact(emitted.losses(), size.steps()));
                case PREDICTIONS -> elements.put(array, Math.multiplyExact(emitted.predictionSize(), size.samples()));
            }
        }
        return elements;
    }
}
