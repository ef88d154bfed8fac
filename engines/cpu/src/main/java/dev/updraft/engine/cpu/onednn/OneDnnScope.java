package dev.updraft.engine.cpu.onednn;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.updraft.compiler.ops.Window;
import dev.updraft.engine.EngineException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * Makes oneDNN objects and destroys them all when it is closed, the last made first. Layouts are given in oneDNN's logical
 * order (batch, channels, height, width) with the strides our tensors have in memory.
 */
public final class OneDnnScope implements AutoCloseable {
    private final OneDnn dnn = OneDnn.get();
    private final Arena arena = Arena.ofShared();
    private final Deque<Runnable> destroyers = new ArrayDeque<>();
    /** What never changes once it is made, by what it was made of: layers that are alike share it. */
    private final Map<List<Object>, Long> known = new HashMap<>();

    private interface Creation {
        void into(MemorySegment result) throws Throwable;
    }

    private long create(String kind, Creation creation) {
        try (var temporary = Arena.ofConfined()) {
            var result = temporary.allocate(JAVA_LONG);
            creation.into(result);
            var handle = result.get(JAVA_LONG, 0);
            var destroy = dnn.destroyer(kind);
            destroyers.push(() -> destroy(destroy, handle));
            return handle;
        } catch (Throwable failure) {
            throw OneDnn.unexpected(failure);
        }
    }

    private long known(List<Object> key, LongSupplier creation) {
        var handle = known.get(key);
        if (handle == null) {
            handle = creation.getAsLong();
            known.put(key, handle);
        }
        return handle;
    }

    private static void destroy(MethodHandle destroyer, long handle) {
        try {
            OneDnn.check((int) destroyer.invokeExact(handle), "to free");
        } catch (Throwable failure) {
            throw OneDnn.unexpected(failure);
        }
    }

    private MemorySegment longs(long... values) {
        return arena.allocateFrom(JAVA_LONG, values);
    }

    private static List<Long> values(long... values) {
        return LongStream.of(values).boxed().toList();
    }

    /** A layout with these strides, in elements. */
    public long layout(DataType type, long[] dims, long[] strides) {
        return known(
                List.of("layout", type, values(dims), values(strides)),
                () -> create(
                        "memory_desc",
                        result -> dnn.descriptorWithStrides(result, type, longs(dims), dims.length, longs(strides))));
    }

    /** Whatever layout the primitive likes best. */
    public long anyLayout(DataType type, long... dims) {
        return known(
                List.of("any layout", type, values(dims)),
                () -> create("memory_desc", result -> dnn.descriptorAny(result, type, longs(dims), dims.length)));
    }

    /** A channels-last image {@code [n, h, w, c]}. */
    public long image(DataType type, int n, int h, int w, int c) {
        return layout(type, new long[] {n, c, h, w}, new long[] {(long) h * w * c, 1, (long) w * c, c});
    }

    /** A vector. */
    public long vector(DataType type, long n) {
        return layout(type, new long[] {n}, new long[] {1});
    }

    /** A matrix of {@code rows} and {@code columns} that lies in memory row by row, or column by column. */
    public long matrix(DataType type, int rows, int columns, boolean transposed) {
        return matrix(type, rows, columns, transposed ? rows : columns, transposed);
    }

    /** One that lies within a larger matrix: {@code distance} elements from one row, or column, to the next. */
    public long matrix(DataType type, int rows, int columns, int distance, boolean transposed) {
        return layout(
                type, new long[] {rows, columns}, transposed ? new long[] {1, distance} : new long[] {distance, 1});
    }

    /** The same of float32. */
    public long matrix(int rows, int columns, boolean transposed) {
        return matrix(DataType.FLOAT32, rows, columns, transposed);
    }

    /** Scratch memory from the caller; what is done after the product. */
    public long attributes(Relu relu) {
        return known(List.of("attributes", relu), () -> newAttributes(relu));
    }

    private long newAttributes(Relu relu) {
        var attributes = create("primitive_attr", dnn::attributes);
        if (relu != Relu.NONE) {
            var postOps = create("post_ops", dnn::postOps);
            try {
                dnn.appendRelu(relu, postOps, attributes);
            } catch (Throwable failure) {
                throw OneDnn.unexpected(failure);
            }
        }
        return attributes;
    }

    /** Scratch memory from the caller; a product is added to what is there. */
    public long addingAttributes() {
        return known(List.of("adding attributes"), () -> {
            var attributes = create("primitive_attr", dnn::attributes);
            var postOps = create("post_ops", dnn::postOps);
            try {
                dnn.appendSum(postOps, attributes);
            } catch (Throwable failure) {
                throw OneDnn.unexpected(failure);
            }
            return attributes;
        });
    }

    private long descriptor(String what, MethodHandle function, Object... arguments) {
        return known(
                List.of(what, List.of(arguments)),
                () -> create("primitive_desc", result -> {
                    var all = new ArrayList<Object>();
                    all.add(result.address());
                    Collections.addAll(all, arguments);
                    OneDnn.check((int) function.invokeWithArguments(all), what);
                }));
    }

    /** A function's first arguments, then those of the window, then the last ones, all behind the engine. */
    private Object[] windowed(Window window, boolean kernel, List<Object> first, Object... last) {
        var all = new ArrayList<Object>(first);
        all.add(pair(window.strideHeight(), window.strideWidth()));
        if (kernel) {
            all.add(pair(window.height(), window.width()));
        }
        // oneDNN counts the places a dilation leaves out.
        all.add(pair(window.dilationHeight() - 1, window.dilationWidth() - 1));
        all.add(pair(window.padTop(), window.padLeft()));
        all.add(pair(window.padBottom(), window.padRight()));
        Collections.addAll(all, last);
        return all.toArray();
    }

    /** The address of two numbers, the same one for the same numbers. */
    private long pair(long first, long second) {
        return known(List.of("pair", first, second), () -> longs(first, second).address());
    }

    public long convolutionForward(
            int kind, long src, long weights, long bias, long dst, Window window, long attributes) {
        List<Object> first = List.of(dnn.engine(), kind, OneDnn.CONVOLUTION_DIRECT, src, weights, bias, dst);
        return descriptor("this convolution", dnn.convolutionForward, windowed(window, false, first, attributes));
    }

    public long convolutionBackwardData(
            long diffSrc, long weights, long diffDst, Window window, long forward, long attributes) {
        List<Object> first = List.of(dnn.engine(), OneDnn.CONVOLUTION_DIRECT, diffSrc, weights, diffDst);
        return descriptor(
                "this convolution's input gradient",
                dnn.convolutionBackwardData,
                windowed(window, false, first, forward, attributes));
    }

    public long convolutionBackwardWeights(
            long src, long diffWeights, long diffDst, Window window, long forward, long attributes) {
        var noBias = 0L;
        List<Object> first = List.of(dnn.engine(), OneDnn.CONVOLUTION_DIRECT, src, diffWeights, noBias, diffDst);
        return descriptor(
                "this convolution's weight gradient",
                dnn.convolutionBackwardWeights,
                windowed(window, false, first, forward, attributes));
    }

    public long poolingForward(int algorithm, long src, long dst, Window window, long attributes) {
        List<Object> first = List.of(dnn.engine(), OneDnn.FORWARD_TRAINING, algorithm, src, dst);
        return descriptor("this pooling", dnn.poolingForward, windowed(window, true, first, attributes));
    }

    public long poolingBackward(
            int algorithm, long diffSrc, long diffDst, Window window, long forward, long attributes) {
        List<Object> first = List.of(dnn.engine(), algorithm, diffSrc, diffDst);
        return descriptor(
                "this pooling's gradient", dnn.poolingBackward, windowed(window, true, first, forward, attributes));
    }

    public long matMul(long src, long weights, long bias, long dst, long attributes) {
        return descriptor("this matrix product", dnn.matMul, dnn.engine(), src, weights, bias, dst, attributes);
    }

    long reorder(long from, long to, long attributes) {
        return descriptor("this change of layout", dnn.reorder, from, dnn.engine(), to, dnn.engine(), attributes);
    }

    /** The layout a primitive chose for one of its operands; it belongs to the primitive. */
    public long query(long primitiveDescriptor, int what) {
        return dnn.query(primitiveDescriptor, what);
    }

    public long size(long layout) {
        return dnn.size(layout);
    }

    public boolean equal(long layout, long other) {
        return dnn.equal(layout, other);
    }

    long primitive(long primitiveDescriptor) {
        return known(
                List.of("primitive", primitiveDescriptor),
                () -> create("primitive", result -> dnn.primitive(result, primitiveDescriptor)));
    }

    /** A memory object without memory yet. */
    long memory(long layout) {
        return create("memory", result -> dnn.memory(result, layout));
    }

    public long stream() {
        return create("stream", dnn::stream);
    }

    /** A {@code dnnl_exec_arg_t} array. */
    MemorySegment arguments(int[] kinds, long[] memories) {
        var array = arena.allocate(16L * kinds.length, 8);
        for (var i = 0; i < kinds.length; i++) {
            array.set(JAVA_INT, 16L * i, kinds[i]);
            array.set(JAVA_LONG, 16L * i + 8, memories[i]);
        }
        return array;
    }

    @Override
    public void close() {
        RuntimeException first = null;
        while (!destroyers.isEmpty()) {
            try {
                destroyers.pop().run();
            } catch (EngineException failure) {
                first = first == null ? failure : first;
            }
        }
        arena.close();
        if (first != null) {
            throw first;
        }
    }
}
