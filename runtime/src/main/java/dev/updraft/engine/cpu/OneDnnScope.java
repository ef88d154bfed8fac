package dev.updraft.engine.cpu;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.updraft.compiler.ops.Window;
import dev.updraft.engine.EngineException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Makes oneDNN objects and destroys them all when it is closed, the last made first. Layouts are given in oneDNN's logical
 * order (batch, channels, height, width) with the strides our tensors have in memory.
 */
final class OneDnnScope implements AutoCloseable {
    private final OneDnn dnn = OneDnn.get();
    private final Arena arena = Arena.ofShared();
    private final Deque<Runnable> destroyers = new ArrayDeque<>();

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

    /** A layout with these strides, in elements. */
    long layout(long[] dims, long[] strides) {
        return create(
                "memory_desc", result -> dnn.descriptorWithStrides(result, longs(dims), dims.length, longs(strides)));
    }

    /** Whatever layout the primitive likes best. */
    long anyLayout(long... dims) {
        return create("memory_desc", result -> dnn.descriptorAny(result, longs(dims), dims.length));
    }

    /** A channels-last image {@code [n, h, w, c]}. */
    long image(int n, int h, int w, int c) {
        return layout(new long[] {n, c, h, w}, new long[] {(long) h * w * c, 1, (long) w * c, c});
    }

    /** A vector. */
    long vector(int n) {
        return layout(new long[] {n}, new long[] {1});
    }

    /** A matrix of {@code rows} and {@code columns} that lies in memory row by row, or column by column. */
    long matrix(int rows, int columns, boolean transposed) {
        return layout(new long[] {rows, columns}, transposed ? new long[] {1, rows} : new long[] {columns, 1});
    }

    /** Scratch memory from the caller; after the product, relu if wanted. */
    long attributes(boolean relu) {
        var attributes = create("primitive_attr", dnn::attributes);
        if (relu) {
            var postOps = create("post_ops", dnn::postOps);
            try {
                dnn.appendRelu(postOps, attributes);
            } catch (Throwable failure) {
                throw OneDnn.unexpected(failure);
            }
        }
        return attributes;
    }

    long convolutionForward(int kind, long src, long weights, long bias, long dst, Window window, long attributes) {
        var w = Windows.of(this, window);
        return create(
                "primitive_desc",
                result -> OneDnn.check(
                        (int) dnn.convolutionForward.invokeExact(
                                result.address(),
                                dnn.engine(),
                                kind,
                                OneDnn.CONVOLUTION_DIRECT,
                                src,
                                weights,
                                bias,
                                dst,
                                w.strides,
                                w.dilates,
                                w.before,
                                w.after,
                                attributes),
                        "this convolution"));
    }

    long convolutionBackwardData(
            long diffSrc, long weights, long diffDst, Window window, long forward, long attributes) {
        var w = Windows.of(this, window);
        return create(
                "primitive_desc",
                result -> OneDnn.check(
                        (int) dnn.convolutionBackwardData.invokeExact(
                                result.address(),
                                dnn.engine(),
                                OneDnn.CONVOLUTION_DIRECT,
                                diffSrc,
                                weights,
                                diffDst,
                                w.strides,
                                w.dilates,
                                w.before,
                                w.after,
                                forward,
                                attributes),
                        "this convolution's input gradient"));
    }

    long convolutionBackwardWeights(
            long src, long diffWeights, long diffDst, Window window, long forward, long attributes) {
        var w = Windows.of(this, window);
        return create(
                "primitive_desc",
                result -> OneDnn.check(
                        (int) dnn.convolutionBackwardWeights.invokeExact(
                                result.address(),
                                dnn.engine(),
                                OneDnn.CONVOLUTION_DIRECT,
                                src,
                                diffWeights,
                                0L,
                                diffDst,
                                w.strides,
                                w.dilates,
                                w.before,
                                w.after,
                                forward,
                                attributes),
                        "this convolution's weight gradient"));
    }

    long poolingForward(int algorithm, long src, long dst, Window window, long attributes) {
        var w = Windows.of(this, window);
        return create(
                "primitive_desc",
                result -> OneDnn.check(
                        (int) dnn.poolingForward.invokeExact(
                                result.address(),
                                dnn.engine(),
                                OneDnn.FORWARD_TRAINING,
                                algorithm,
                                src,
                                dst,
                                w.strides,
                                w.kernel,
                                w.dilates,
                                w.before,
                                w.after,
                                attributes),
                        "this pooling"));
    }

    long poolingBackward(int algorithm, long diffSrc, long diffDst, Window window, long forward, long attributes) {
        var w = Windows.of(this, window);
        return create(
                "primitive_desc",
                result -> OneDnn.check(
                        (int) dnn.poolingBackward.invokeExact(
                                result.address(),
                                dnn.engine(),
                                algorithm,
                                diffSrc,
                                diffDst,
                                w.strides,
                                w.kernel,
                                w.dilates,
                                w.before,
                                w.after,
                                forward,
                                attributes),
                        "this pooling's gradient"));
    }

    long matMul(long src, long weights, long bias, long dst, long attributes) {
        return create(
                "primitive_desc",
                result -> OneDnn.check(
                        (int) dnn.matMul.invokeExact(
                                result.address(), dnn.engine(), src, weights, bias, dst, attributes),
                        "this matrix product"));
    }

    long reorder(long from, long to, long attributes) {
        return create(
                "primitive_desc",
                result -> OneDnn.check(
                        (int) dnn.reorder.invokeExact(
                                result.address(), from, dnn.engine(), to, dnn.engine(), attributes),
                        "this change of layout"));
    }

    /** The layout a primitive chose for one of its operands; it belongs to the primitive. */
    long query(long primitiveDescriptor, int what) {
        return dnn.query(primitiveDescriptor, what);
    }

    long size(long layout) {
        return dnn.size(layout);
    }

    boolean equal(long layout, long other) {
        return dnn.equal(layout, other);
    }

    long primitive(long primitiveDescriptor) {
        return create("primitive", result -> dnn.primitive(result, primitiveDescriptor));
    }

    /** A memory object without memory yet. */
    long memory(long layout) {
        return create("memory", result -> dnn.memory(result, layout));
    }

    long stream() {
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

    /** A window as oneDNN's arrays; its dilation counts the places left out. */
    private record Windows(long strides, long kernel, long dilates, long before, long after) {
        static Windows of(OneDnnScope scope, Window window) {
            return new Windows(
                    scope.longs(window.strideHeight(), window.strideWidth()).address(),
                    scope.longs(window.height(), window.width()).address(),
                    scope.longs(window.dilationHeight() - 1, window.dilationWidth() - 1)
                            .address(),
                    scope.longs(window.padTop(), window.padLeft()).address(),
                    scope.longs(window.padBottom(), window.padRight()).address());
        }
    }
}
