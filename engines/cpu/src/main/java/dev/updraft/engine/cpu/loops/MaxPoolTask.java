package dev.updraft.engine.cpu.loops;

import dev.updraft.compiler.ops.Window;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;

/**
 * Max pooling. oneDNN's passes over NaN, and takes minus infinity for the least finite float; so the image is looked through
 * first, which costs little, and only if something in it is not finite is it pooled here instead.
 *
 * @param pooling oneDNN's, which also leaves the workspace that the gradient needs
 * @param dims extents of the channels-last image
 * @param pooledDims extents of the result
 */
public record MaxPoolTask(CpuTask pooling, Buffer image, Buffer pooled, Window window, int[] dims, int[] pooledDims)
        implements CpuTask {

    @Override
    public void run(ExecutionContext executionContext, int part) {
        pooling.run(executionContext, part);
        if (!isFinite(executionContext)) {
            pool(image.address(executionContext), pooled.address(executionContext));
        }
    }

    @Override
    public long scratchBytes() {
        return pooling.scratchBytes();
    }

    private boolean isFinite(ExecutionContext executionContext) {
        return Loops.isFinite(image.address(executionContext), Strides.elements(dims));
    }

    private void pool(long from, long to) {
        var target = to;
        for (var sample = 0; sample < pooledDims[0]; sample++) {
            for (var row = 0; row < pooledDims[1]; row++) {
                for (var column = 0; column < pooledDims[2]; column++) {
                    for (var channel = 0; channel < pooledDims[3]; channel++, target += Float.BYTES) {
                        Memory.set(target, largest(from, sample, row, column, channel));
                    }
                }
            }
        }
    }

    private float largest(long from, int sample, int row, int column, int channel) {
        var largest = Float.NEGATIVE_INFINITY;
        for (var i = 0; i < window.height(); i++) {
            var y = row * window.strideHeight() - window.padTop() + i * window.dilationHeight();
            for (var j = 0; j < window.width(); j++) {
                var x = column * window.strideWidth() - window.padLeft() + j * window.dilationWidth();
                if (y >= 0 && y < dims[1] && x >= 0 && x < dims[2]) {
                    var pixel = (((long) sample * dims[1] + y) * dims[2] + x) * dims[3] + channel;
                    largest = Math.max(largest, Memory.get(from + pixel * Float.BYTES));
                }
            }
        }
        return largest;
    }
}
