package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.Padding;
import dev.updraft.compiler.layers.Size;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.Shape;

/** Windows with their padding counted out. */
final class Windows {
    private Windows() {}

    /**
     * @param image {@code [batch, height, width, channels]}
     */
    static Window of(Shape image, Size size, Size stride, Size dilation, Padding padding) {
        var rows = padding(image.dim(1), size.height(), stride.height(), dilation.height(), padding);
        var columns = padding(image.dim(2), size.width(), stride.width(), dilation.width(), padding);
        return new Window(
                size.height(),
                size.width(),
                stride.height(),
                stride.width(),
                dilation.height(),
                dilation.width(),
                rows / 2,
                rows - rows / 2,
                columns / 2,
                columns - columns / 2);
    }

    /** Places of padding before and after together; the odd one goes to the end, as in TensorFlow. */
    private static int padding(int extent, int size, int stride, int dilation, Padding padding) {
        return switch (padding) {
            case VALID -> 0;
            case SAME -> {
                var places = Math.ceilDiv(extent, stride);
                yield Math.max(0, (places - 1) * stride + dilation * (size - 1) + 1 - extent);
            }
        };
    }
}
