package dev.updraft.compiler.layers;

import java.util.List;

/** A layer that changes the shape of values: rearranges, repeats, adds or leaves out elements. */
public sealed interface ReshapingLayer extends Layer {

    @Override
    default boolean keepsElements() {
        return true;
    }

    record Flatten() implements ReshapingLayer {}

    /** To the given shape of one sample; one dimension may be -1 and is then inferred. */
    record Reshape(List<Integer> dims) implements ReshapingLayer {}

    /**
     * Axis {@code i} of the result is axis {@code dims[i]} of the input.
     *
     * @param dims every axis of the sample once, counted with the batch, so that 1 is the first
     */
    record Permute(List<Integer> dims) implements ReshapingLayer {}

    /** {@code [batch, features]} to {@code [batch, n, features]}. */
    record RepeatVector(int n) implements ReshapingLayer {}

    /** Zeros around an image. */
    record ZeroPadding2d(Border padding) implements ReshapingLayer {
        @Override
        public boolean keepsElements() {
            return false;
        }
    }

    /** An image without its border. */
    record Cropping2d(Border cropping) implements ReshapingLayer {}

    /** An image with every pixel enlarged to {@code size}. */
    record Upsampling2d(Size size, Interpolation interpolation) implements ReshapingLayer {
        @Override
        public boolean keepsElements() {
            return interpolation == Interpolation.NEAREST;
        }
    }

    /** How values between pixels are found: the pixel's own, or on a line to the next one's. */
    enum Interpolation {
        NEAREST,
        BILINEAR
    }

    /** Rows and columns at the edges of an image. */
    record Border(int top, int bottom, int left, int right) {
        /** What is written in a file: {@code ((1, 2), (3, 4))}. */
        @Override
        public String toString() {
            return "((" + top + ", " + bottom + "), (" + left + ", " + right + "))";
        }
    }
}
