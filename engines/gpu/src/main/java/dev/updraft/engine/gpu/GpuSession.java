package dev.updraft.engine.gpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.InitialValues;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.compiler.program.StepPosition;
import dev.updraft.compiler.program.StepScalars;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.OperationTimes;
import dev.updraft.engine.gpu.emit.EmittedProgram;
import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.emit.device.SlotLayout;
import dev.updraft.engine.gpu.emit.device.VariableLayout;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.Driver;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.DeviceDataset;
import dev.updraft.engine.spi.DeviceFeature;
import dev.updraft.engine.spi.DeviceRows;
import dev.updraft.engine.spi.Samples;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import dev.updraft.engine.spi.TreeShape;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A program on a device. Training, evaluating and predicting are plans of their own, made when they are first needed; the
 * variables go from one to the other through the host, once each time the session turns from training to something else.
 */
final class GpuSession implements Session {
    private final Program program;
    private final long seed;
    private final Consumer<String> notice;
    private final Driver driver;
    private final DeviceInfo device;
    private final VariableLayout layout;
    private final List<SlotLayout> inputs;
    private final List<SlotLayout> targets;
    private final SharedArrays<DeviceArray> variables;
    private final DevicePlans plans;
    private final Map<Purpose, DevicePlan> loaded = new EnumMap<>(Purpose.class);

    /** The plan whose device has newer variables than the host; null if the host's are the newest. */
    private @Nullable DevicePlan newest;

    private double learningRateFactor = 1;
    private long epoch;
    /** Bytes of the device's memory that rows of trees take. */
    private long ofRows;

    /** Whether steps have run, and the user knows what is to be known of that. */
    private boolean told;

    private boolean closed;

    /**
     * Opens a session; variables have their initial values.
     *
     * @param driver closed with the session
     * @param compiler puts a generated class where the driver finds it, and gives its binary name
     * @throws EngineException if the variables have no room in an array of the device
     */
    public GpuSession(
            Program program,
            Engine.Options options,
            Driver driver,
            DeviceInfo device,
            Function<EmittedProgram, String> compiler) {
        this(program, options, driver, device, compiler, Tilings.likelyBest(DevicePlans.traits(device)));
    }

    /** As the other; {@code tilings} says how products are cut up on a GPU. */
    GpuSession(
            Program program,
            Engine.Options options,
            Driver driver,
            DeviceInfo device,
            Function<EmittedProgram, String> compiler,
            Tilings tilings) {
        this.program = program;
        this.seed = options.seed();
        this.notice = options.notice();
        this.driver = driver;
        this.device = device;
        layout = VariableLayout.of(program);
        ArrayLimits.of(device).require(layout);
        inputs = SlotLayout.inputs(program);
        targets = SlotLayout.targets(program);
        variables = new SharedArrays<>(Map.of(DeviceArray.VARIABLES, Math.toIntExact(layout.size())));
        plans = new DevicePlans(
                program, driver, device, compiler, variables.regions().getFirst(), tilings);
        var index = 0;
        for (var variable : program.variables()) {
            var values = new float[Math.toIntExact(variable.shape().elementsPerSample())];
            InitialValues.fill(variable, index++, seed, values);
            MemorySegment.copy(values, 0, host(variable), JAVA_FLOAT, 0, values.length);
        }
    }

    @Override
    public double train(Batch batch, long step, StepOutputs outputs) {
        return run(Purpose.TRAIN, batch, step, outputs);
    }

    @Override
    public void learningRateFactor(double factor) {
        learningRateFactor = factor;
    }

    @Override
    public void epoch(long number) {
        epoch = number;
    }

    @Override
    public double evaluate(Batch batch, StepOutputs outputs) {
        return run(Purpose.EVALUATE, batch, 0, outputs);
    }

    @Override
    public void predict(Batch batch, StepOutputs outputs) {
        run(Purpose.PREDICT, batch, 0, outputs);
    }

    /** A piece of one step, whose samples come with it. */
    private double run(Purpose purpose, Batch batch, long step, StepOutputs outputs) {
        var plan = plan(purpose, batch.size(), batch.size());
        BatchArrays.fill(batch, program, plan.emitted(), plan::array);
        plan.move(batch);
        var loss = new double[1];
        piece(purpose, plan, batch.size(), batch.size(), step, batch.row(), 0, (_, itsLoss, found) -> {
            loss[0] = itsLoss;
            for (var at = 0; at < found.values().size(); at++) {
                var values = found.values().get(at);
                MemorySegment.copy(values, 0, outputs.values().get(at), 0, values.byteSize());
            }
            System.arraycopy(found.losses(), 0, outputs.losses(), 0, found.losses().length);
        });
        return loss[0];
    }

    /** Where the inputs of a sample go. */
    List<SlotLayout> inputs() {
        return inputs;
    }

    /** Where the targets of a sample go. */
    List<SlotLayout> targets() {
        return targets;
    }

    /** Runs a piece, with the variables where they must be. */
    void piece(
            Purpose purpose,
            DevicePlan plan,
            int samples,
            int batchSize,
            long firstStep,
            long row,
            int firstBatch,
            DeviceDataset.Sink sink) {
        if (newest != null && newest != plan) {
            fetch();
        }
        var training = purpose == Purpose.TRAIN;
        if (training) {
            newest = plan;
            loaded.values().stream().filter(other -> other != plan).forEach(DevicePlan::outdated);
        }
        var scalars = training ? program.scalars() : StepScalars.NONE;
        plan.run(
                samples,
                batchSize,
                seed,
                firstStep,
                row,
                step -> scalars.at(new StepPosition(step, epoch, learningRateFactor)),
                firstBatch,
                sink);
        if (!told) {
            told = true;
            plan.notice().ifPresent(notice);
        }
    }

    /** Brings the newest variables to the host. */
    private void fetch() {
        if (newest != null) {
            newest.fetchVariables();
            newest = null;
        }
    }

    /**
     * The plan for a purpose, made anew if the one there is too small.
     *
     * @param samples how many samples it should be able to keep on the device
     */
    DevicePlan plan(Purpose purpose, int capacity, int samples) {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        requireGraph(purpose);
        var known = loaded.get(purpose);
        if (known != null && known.capacity() >= capacity && known.size().suits(samples)) {
            return known;
        }
        if (known != null) {
            fetch();
            loaded.remove(purpose);
            known.close();
        }
        var plan = plans.plan(purpose, known == null ? capacity : Math.max(capacity, known.capacity()));
        var emitted = plans.emit(purpose, plan);
        if (!plans.fits(emitted, bytes())) {
            fetch();
            loaded.values().forEach(DevicePlan::close);
            loaded.clear();
        }
        var made = plans.make(
                purpose,
                plan,
                emitted,
                known == null ? samples : Math.max(samples, known.size().wanted()),
                bytes());
        loaded.put(purpose, made);
        return made;
    }

    private Purpose requireGraph(Purpose purpose) {
        if (purpose.graph(program) == null) {
            throw new EngineException("this model cannot do " + purpose.noun() + ": it has no loss"
                    + (purpose == Purpose.TRAIN ? " or optimizer" : "") + "; add it to the model");
        }
        return purpose;
    }

    /** Bytes of the device's memory that all plans and rows of trees take. */
    long bytes() {
        return ofRows + loaded.values().stream().mapToLong(DevicePlan::bytes).sum();
    }

    @Override
    public DeviceDataset upload(Samples samples) {
        return new DeviceSamples(this, samples);
    }

    @Override
    public boolean holdsRows() {
        return true;
    }

    @Override
    public DeviceRows binnedRows(List<DeviceFeature> features, TreeShape shape) {
        var rows = new TreeRows(features, shape, driver, device, bytes());
        ofRows += rows.bytes();
        return rows;
    }

    /** On arrays of its own, with the variables there are: what steps make of those does not come back. */
    @Override
    public OperationTimes profile(Batch batch, boolean training) {
        fetch();
        var purpose = training ? Purpose.TRAIN : Purpose.EVALUATE;
        var scalars = training ? program.scalars().at(new StepPosition(0, epoch, learningRateFactor)) : new double[0];
        return plans.profile(requireGraph(purpose), batch, seed, scalars, bytes());
    }

    @Override
    public void read(Variable variable, MemorySegment target) {
        fetch();
        var source = host(variable);
        MemorySegment.copy(source, 0, target, 0, source.byteSize());
    }

    @Override
    public void write(Variable variable, MemorySegment source) {
        fetch();
        var target = host(variable);
        MemorySegment.copy(source, 0, target, 0, target.byteSize());
        loaded.values().forEach(DevicePlan::outdated);
    }

    private MemorySegment host(Variable variable) {
        return variables
                .of(DeviceArray.VARIABLES)
                .asSlice(
                        (long) layout.offset(variable) * Float.BYTES,
                        variable.shape().elementsPerSample() * Float.BYTES);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                loaded.values().forEach(DevicePlan::close);
            } finally {
                driver.close();
                variables.close();
            }
        }
    }
}
