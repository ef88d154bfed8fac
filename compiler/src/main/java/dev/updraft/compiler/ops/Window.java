package dev.updraft.compiler.ops;

/**
 * How a window moves over an image: its extent, stride, dilation and the zeros around the image.
 *
 * @param height rows of the window
 * @param width columns of the window
 * @param strideHeight rows from one place to the next
 * @param strideWidth columns from one place to the next
 * @param dilationHeight distance of neighbouring rows of the window, 1 if dense
 * @param dilationWidth distance of neighbouring columns of the window, 1 if dense
 * @param padTop rows of padding above
 * @param padBottom rows of padding below
 * @param padLeft columns of padding on the left
 * @param padRight columns of padding on the right
 */
public record Window(
        int height,
        int width,
        int strideHeight,
        int strideWidth,
        int dilationHeight,
        int dilationWidth,
        int padTop,
        int padBottom,
        int padLeft,
        int padRight) {

    /** Rows that come out of {@code inputHeight} rows; below 1 if the window does not fit. */
    public int outputHeight(int inputHeight) {
        return Math.floorDiv(inputHeight + padTop + padBottom - dilationHeight * (height - 1) - 1, strideHeight) + 1;
    }

    /** Columns that come out of {@code inputWidth} columns; below 1 if the window does not fit. */
    public int outputWidth(int inputWidth) {
        return Math.floorDiv(inputWidth + padLeft + padRight - dilationWidth * (width - 1) - 1, strideWidth) + 1;
    }
}
