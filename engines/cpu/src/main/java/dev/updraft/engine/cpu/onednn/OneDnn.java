package dev.updraft.engine.cpu.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.updraft.compiler.stack.LargeStack;
import dev.updraft.engine.EngineException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * oneDNN's C interface, as far as it is used here. Handles are addresses; whoever creates one destroys it, by way of
 * {@link OneDnnScope}. Reference: https://uxlfoundation.github.io/oneDNN/ (version 3).
 */
@SuppressWarnings("restricted")
public final class OneDnn {
    public static final int FORWARD_TRAINING = 64;
    static final int CONVOLUTION_DIRECT = 1;
    public static final int POOLING_MAX = 511;
    public static final int POOLING_AVERAGE_EXCLUDE_PADDING = 1023;
    private static final int OUT_OF_MEMORY = 1;
    static final int ELTWISE_LINEAR = 38;
    static final int ELTWISE_HARDSWISH = 52;
    static final int FORMAT_ANY = 1;
    private static final int SAME_TYPE = 0;

    public static final int ARG_SRC = 1;
    public static final int ARG_DST = 17;
    public static final int ARG_WEIGHTS = 33;
    public static final int ARG_BIAS = 41;
    public static final int ARG_WORKSPACE = 64;
    public static final int ARG_SCRATCHPAD = 80;
    public static final int ARG_DIFF_SRC = 129;
    public static final int ARG_DIFF_DST = 145;
    public static final int ARG_DIFF_WEIGHTS = 161;

    public static final int QUERY_WEIGHTS = 131;
    public static final int QUERY_DIFF_WEIGHTS = 132;
    public static final int QUERY_WORKSPACE = 135;
    public static final int QUERY_SCRATCHPAD = 136;

    /** The bits of AVX-512 with bfloat16; sets of instructions that hold it, as those with AMX, have them and more. */
    private static final int AVX512_BF16 = 0xe7;

    private static final int ENGINE_CPU = 1;
    private static final int SCRATCHPAD_USER = 1;

    private final SymbolLookup library;
    private final Linker linker = Linker.nativeLinker();

    private final MethodHandle setThreads;
    private final MethodHandle maxThreads;
    private final boolean threadsKnown;
    private final long engine;

    private final Map<String, MethodHandle> destroyers = new ConcurrentHashMap<>();
    final MethodHandle execute;
    final MethodHandle setDataHandle;
    private final MethodHandle descriptorWithStrides;
    private final MethodHandle descriptorWithTag;
    private final MethodHandle descriptorSize;
    private final MethodHandle descriptorEqual;
    private final MethodHandle instructionSet;
    private final MethodHandle memoryCreate;
    private final MethodHandle streamCreate;
    private final MethodHandle attributesCreate;
    private final MethodHandle attributesScratchpad;
    private final MethodHandle attributesPostOps;
    private final MethodHandle postOpsCreate;
    private final MethodHandle postOpsEltwise;
    private final MethodHandle postOpsSum;
    private final MethodHandle queryDescriptor;
    private final MethodHandle primitiveCreate;
    final MethodHandle convolutionForward;
    final MethodHandle convolutionBackwardData;
    final MethodHandle convolutionBackwardWeights;
    final MethodHandle poolingForward;
    final MethodHandle poolingBackward;
    final MethodHandle matMul;
    final MethodHandle reorder;

    private OneDnn(NativeLibrary natives) {
        library = natives.oneDnn();
        var setter = natives.openMp().flatMap(openMp -> openMp.find("omp_set_num_threads"));
        var getter = natives.openMp().flatMap(openMp -> openMp.find("omp_get_max_threads"));
        threadsKnown = setter.isPresent() && getter.isPresent();
        setThreads = linker.downcallHandle(FunctionDescriptor.ofVoid(JAVA_INT))
                .bindTo(setter.orElse(MemorySegment.ofAddress(1)));
        maxThreads = linker.downcallHandle(FunctionDescriptor.of(JAVA_INT))
                .bindTo(getter.orElse(MemorySegment.ofAddress(1)));
        execute = function("primitive_execute", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG);
        setDataHandle = function("memory_set_data_handle", JAVA_LONG, JAVA_LONG);
        descriptorWithStrides =
                function("memory_desc_create_with_strides", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG);
        descriptorWithTag = function("memory_desc_create_with_tag", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
        descriptorSize =
                linker.downcallHandle(symbol("memory_desc_get_size"), FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
        descriptorEqual = function("memory_desc_equal", JAVA_LONG, JAVA_LONG);
        instructionSet = function("get_effective_cpu_isa");
        memoryCreate = function("memory_create", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        streamCreate = function("stream_create", JAVA_LONG, JAVA_LONG, JAVA_INT);
        attributesCreate = function("primitive_attr_create", JAVA_LONG);
        attributesScratchpad = function("primitive_attr_set_scratchpad_mode", JAVA_LONG, JAVA_INT);
        attributesPostOps = function("primitive_attr_set_post_ops", JAVA_LONG, JAVA_LONG);
        postOpsCreate = function("post_ops_create", JAVA_LONG);
        postOpsEltwise = function("post_ops_append_eltwise", JAVA_LONG, JAVA_INT, JAVA_FLOAT, JAVA_FLOAT);
        postOpsSum = function("post_ops_append_sum", JAVA_LONG, JAVA_FLOAT, JAVA_INT, JAVA_INT);
        queryDescriptor = linker.downcallHandle(
                symbol("primitive_desc_query_md"), FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT));
        primitiveCreate = function("primitive_create", JAVA_LONG, JAVA_LONG);
        convolutionForward = descriptor("convolution_forward", 2, 9);
        convolutionBackwardData = descriptor("convolution_backward_data", 1, 9);
        convolutionBackwardWeights = descriptor("convolution_backward_weights", 1, 10);
        poolingForward = descriptor("pooling_forward", 2, 8);
        poolingBackward = descriptor("pooling_backward", 1, 9);
        matMul = descriptor("matmul", 0, 5);
        reorder = function(
                "reorder_primitive_desc_create", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        try (var arena = Arena.ofConfined()) {
            var result = arena.allocate(JAVA_LONG);
            var create = function("engine_create", JAVA_LONG, JAVA_INT, JAVA_LONG);
            check((int) create.invokeExact(result.address(), ENGINE_CPU, 0L), "engine");
            engine = result.get(JAVA_LONG, 0);
        } catch (Throwable failure) {
            throw unexpected(failure);
        }
    }

    private static final class Holder {
        /** Loading the library and making its engine takes more stack than a small thread has, and nothing checks that. */
        static final Loaded LOADED = LargeStack.call(OneDnn::load);
    }

    /** The library, or why there is none. */
    private record Loaded(
            @Nullable OneDnn library, @Nullable String problem) {}

    private static Loaded load() {
        try {
            return new Loaded(new OneDnn(NativeLibrary.load()), null);
        } catch (IOException | RuntimeException | LinkageError failure) {
            return new Loaded(null, NativeLibrary.problem(failure));
        }
    }

    /** The library, loaded at the first call. */
    public static OneDnn get() {
        var library = Holder.LOADED.library;
        if (library == null) {
            throw new EngineException(Objects.requireNonNull(Holder.LOADED.problem));
        }
        return library;
    }

    /** Why {@link #get} fails, or null if it does not. */
    public static @Nullable String problem() {
        return Holder.LOADED.problem;
    }

    /** What the processor can compute, as far as {@code ONEDNN_MAX_CPU_ISA} lets it: a {@code dnnl_cpu_isa_t}. */
    public int instructionSet() {
        try {
            return (int) instructionSet.invokeExact();
        } catch (Throwable failure) {
            throw unexpected(failure);
        }
    }

    /** Whether products of bfloat16 are a processor's own instructions, and not made up of others. */
    public static boolean multipliesBfloat16(int instructionSet) {
        return (instructionSet & AVX512_BF16) == AVX512_BF16;
    }

    private MemorySegment symbol(String name) {
        return library.find("dnnl_" + name)
                .orElseThrow(() -> new EngineException(
                        "this oneDNN library lacks dnnl_" + name + "; use the version included with Updraft"));
    }

    private MethodHandle function(String name, MemoryLayout... arguments) {
        return linker.downcallHandle(symbol(name), FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** A function that makes a primitive descriptor: result, engine, some kinds, then addresses. */
    private MethodHandle descriptor(String name, int kinds, int addresses) {
        var arguments = new MemoryLayout[2 + kinds + addresses];
        java.util.Arrays.fill(arguments, JAVA_LONG);
        java.util.Arrays.fill(arguments, 2, 2 + kinds, JAVA_INT);
        return function(name + "_primitive_desc_create", arguments);
    }

    static void check(int status, String what) {
        if (status != 0) {
            throw new EngineException(
                    status == OUT_OF_MEMORY
                            ? "there is no memory left for " + what + "; use a smaller batch size or free some memory"
                            : "oneDNN rejects " + what + " (status " + status
                                    + "): please report the model; the engine `reference` runs it, slowly");
        }
    }

    public static RuntimeException unexpected(Throwable failure) {
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }

    long engine() {
        return engine;
    }

    /**
     * Makes OpenMP use this many threads for what the calling thread does from now on.
     *
     * @return what it was before
     */
    public int threads(int count) {
        if (!threadsKnown) {
            return count;
        }
        try {
            var before = (int) maxThreads.invokeExact();
            setThreads.invokeExact(count);
            return before;
        } catch (Throwable failure) {
            throw unexpected(failure);
        }
    }

    long size(long descriptor) {
        try {
            return descriptor == 0 ? 0 : (long) descriptorSize.invokeExact(descriptor);
        } catch (Throwable failure) {
            throw unexpected(failure);
        }
    }

    boolean equal(long descriptor, long other) {
        try {
            return (int) descriptorEqual.invokeExact(descriptor, other) != 0;
        } catch (Throwable failure) {
            throw unexpected(failure);
        }
    }

    /** A descriptor that belongs to {@code primitiveDescriptor}: not to be destroyed. */
    long query(long primitiveDescriptor, int what) {
        try {
            return (long) queryDescriptor.invokeExact(primitiveDescriptor, what, 0);
        } catch (Throwable failure) {
            throw unexpected(failure);
        }
    }

    void descriptorWithStrides(MemorySegment result, DataType type, MemorySegment dims, int rank, MemorySegment strides)
            throws Throwable {
        check(
                (int) descriptorWithStrides.invokeExact(
                        result.address(), rank, dims.address(), type.number, strides.address()),
                "a memory layout");
    }

    void descriptorAny(MemorySegment result, DataType type, MemorySegment dims, int rank) throws Throwable {
        check(
                (int) descriptorWithTag.invokeExact(result.address(), rank, dims.address(), type.number, FORMAT_ANY),
                "a memory layout");
    }

    void memory(MemorySegment result, long descriptor) throws Throwable {
        check((int) memoryCreate.invokeExact(result.address(), descriptor, engine, 0L), "memory");
    }

    void stream(MemorySegment result) throws Throwable {
        check((int) streamCreate.invokeExact(result.address(), engine, 1), "a stream");
    }

    void attributes(MemorySegment result) throws Throwable {
        check((int) attributesCreate.invokeExact(result.address()), "attributes");
        check((int) attributesScratchpad.invokeExact(result.get(JAVA_LONG, 0), SCRATCHPAD_USER), "attributes");
    }

    void postOps(MemorySegment result) throws Throwable {
        check((int) postOpsCreate.invokeExact(result.address()), "post-ops");
    }

    /**
     * {@code max(x, 0)} that keeps NaN, which oneDNN's own relu turns into 0: {@code x · clip(M x, 0, 1)} with the largest
     * float as M. That gives -0, which becomes 0 when a 0 is added. Minus infinity gives NaN.
     */
    void appendRelu(Relu relu, long postOps, long attributes) throws Throwable {
        check((int) postOpsEltwise.invokeExact(postOps, ELTWISE_HARDSWISH, Float.MAX_VALUE, 0f), "post-ops");
        if (relu == Relu.FULL) {
            check((int) postOpsEltwise.invokeExact(postOps, ELTWISE_LINEAR, 1f, 0f), "post-ops");
        }
        check((int) attributesPostOps.invokeExact(attributes, postOps), "post-ops");
    }

    /** Adds to what is there. */
    void appendSum(long postOps, long attributes) throws Throwable {
        check((int) postOpsSum.invokeExact(postOps, 1f, 0, SAME_TYPE), "post-ops");
        check((int) attributesPostOps.invokeExact(attributes, postOps), "post-ops");
    }

    void primitive(MemorySegment result, long descriptor) throws Throwable {
        check((int) primitiveCreate.invokeExact(result.address(), descriptor), "a primitive");
    }

    /** The function that frees a kind of handle. */
    MethodHandle destroyer(String kind) {
        return destroyers.computeIfAbsent(kind, _ -> function(kind + "_destroy", JAVA_LONG));
    }
}
