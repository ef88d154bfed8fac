package dev.updraft.compiler.emit.tornado;

import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.Shape;

/**
 * A contraction as a matrix product of {@code rows} by {@code columns}, over a depth that is walked in loops; for
 * convolutions the matrices are never made. It says how to walk, and where the operands' elements are. Sizes may depend on
 * {@code count}; then they are expressions.
 */
sealed interface Product {

    /** Expression of the number of rows. */
    String rows();

    /** The most rows there can be. */
    long mostRows();

    int columns();

    /** Independent products, side by side in the channels. */
    default int groups() {
        return 1;
    }

    /** Whether the depth runs over the samples of the batch, and so can be cut into parts. */
    default boolean overSamples() {
        return false;
    }

    /** Multiply-adds for one element of the result and one sample, or in all if the depth is not over samples. */
    long depth();

    /** Writes what is known of row {@code r} of the block before the walk; its number is in {@code row<r>}. */
    void row(JavaText text, int r);

    /** Opens the loops of the walk, and writes where each row of the block is in it; gives how many are open. */
    int walk(JavaText text, int blockRows, int parts);

    /** Expression of the left operand's element at row {@code r} of the block. */
    String left(int r);

    /** Expression of the right operand's element at column {@code c} of the block, numbered {@code column<c>}. */
    String right(int c);

    /** Expression of the result's index for row {@code r} and column {@code c} of the block. */
    default String result(int r, int c) {
        return groups() == 1
                ? "row" + r + " * " + columns() + " + column" + c
                : "row" + r + " * " + groups() * columns() + " + group * " + columns() + " + column" + c;
    }

    /** {@code [rows, depth] · [depth, columns]}, either of them stored transposed. */
    record Matrices(Place a, Place b, Shape left, Shape right, boolean transposeLeft, boolean transposeRight)
            implements Product {
        @Override
        public String rows() {
            return extent(left, transposeLeft ? 1 : 0);
        }

        @Override
        public long mostRows() {
            return left.dim(transposeLeft ? 1 : 0);
        }

        @Override
        public int columns() {
            return right.dim(transposeRight ? 0 : 1);
        }

        @Override
        public boolean overSamples() {
            return left.dim(transposeLeft ? 0 : 1) == Shape.BATCH;
        }

        @Override
        public long depth() {
            return overSamples() ? 1 : left.dim(transposeLeft ? 0 : 1);
        }

        private static String extent(Shape shape, int axis) {
            return shape.dim(axis) == Shape.BATCH ? "count" : Integer.toString(shape.dim(axis));
        }

        @Override
        public void row(JavaText text, int r) {}

        @Override
        public int walk(JavaText text, int blockRows, int parts) {
            var extent = extent(left, transposeLeft ? 0 : 1);
            text.open(
                    overSamples() && parts > 1
                            ? "for (int k = part; k < " + extent + "; k += " + parts + ")"
                            : "for (int k = 0; k < " + extent + "; k++)");
            return 1;
        }

        @Override
        public String left(int r) {
            return a.get(
                    transposeLeft ? "k * " + left.dim(1) + " + row" + r : "row" + r + " * " + left.dim(1) + " + k");
        }

        @Override
        public String right(int c) {
            return b.get(
                    transposeRight
                            ? "column" + c + " * " + right.dim(1) + " + k"
                            : "k * " + right.dim(1) + " + column" + c);
        }
    }

    /** A row is a place of the output, a column a filter of the group; the walk goes over window and channels. */
    record Convolution(Place image, Place weights, Shape input, Shape output, Shape kernel, Window window, int groups)
            implements Product {
        @Override
        public String rows() {
            return "count * " + output.dim(1) * output.dim(2);
        }

        @Override
        public long mostRows() {
            return (long) output.dim(1) * output.dim(2);
        }

        @Override
        public int columns() {
            return kernel.dim(3) / groups;
        }

        @Override
        public long depth() {
            return kernel.sample().elementsPerSample() / kernel.dim(3);
        }

        @Override
        public void row(JavaText text, int r) {
            var places = output.dim(1) * output.dim(2);
            text.line("int sample" + r + " = row" + r + " / " + places + ";")
                    .line("int top%d = row%d %% %d / %d * %d - %d;"
                            .formatted(r, r, places, output.dim(2), window.strideHeight(), window.padTop()))
                    .line("int left%d = row%d %% %d * %d - %d;"
                            .formatted(r, r, output.dim(2), window.strideWidth(), window.padLeft()));
        }

        @Override
        public int walk(JavaText text, int blockRows, int parts) {
            text.open("for (int i = 0; i < " + window.height() + "; i++)")
                    .open("for (int j = 0; j < " + window.width() + "; j++)");
            for (var r = 0; r < blockRows; r++) {
                text.line("int y%d = top%d + i * %d;".formatted(r, r, window.dilationHeight()))
                        .line("int x%d = left%d + j * %d;".formatted(r, r, window.dilationWidth()))
                        .line("boolean inside%d = y%d >= 0 && y%d < %d && x%d >= 0 && x%d < %d;"
                                .formatted(r, r, r, input.dim(1), r, r, input.dim(2)))
                        .line("int from%d = ((sample%d * %d + y%d) * %d + x%d) * %d%s;"
                                .formatted(r, r, input.dim(1), r, input.dim(2), r, input.dim(3), group(kernel.dim(2))));
            }
            text.line("int weight = (i * %d + j) * %d%s;"
                            .formatted(window.width(), kernel.dim(2) * kernel.dim(3), group(columns())))
                    .open("for (int channel = 0; channel < " + kernel.dim(2) + "; channel++)");
            return 3;
        }

        private String group(int size) {
            return groups == 1 ? "" : " + group * " + size;
        }

        @Override
        public String left(int r) {
            return "inside" + r + " ? " + image.get("from" + r + " + channel") + " : 0f";
        }

        @Override
        public String right(int c) {
            return weights.get("weight + channel * " + kernel.dim(3) + " + column" + c);
        }
    }

    /** A row is a pixel of the image, a column a channel of the group; the walk goes over window and filters. */
    record InputGradient(
            Place gradient, Place weights, Shape input, Shape output, Shape kernel, Window window, int groups)
            implements Product {
        @Override
        public String rows() {
            return "count * " + input.dim(1) * input.dim(2);
        }

        @Override
        public long mostRows() {
            return (long) input.dim(1) * input.dim(2);
        }

        @Override
        public int columns() {
            return kernel.dim(2);
        }

        @Override
        public long depth() {
            return (long) window.height() * window.width() * filters();
        }

        private int filters() {
            return kernel.dim(3) / groups;
        }

        @Override
        public void row(JavaText text, int r) {
            var pixels = input.dim(1) * input.dim(2);
            text.line("int sample" + r + " = row" + r + " / " + pixels + ";")
                    .line("int top%d = row%d %% %d / %d + %d;".formatted(r, r, pixels, input.dim(2), window.padTop()))
                    .line("int left%d = row%d %% %d + %d;".formatted(r, r, input.dim(2), window.padLeft()));
        }

        @Override
        public int walk(JavaText text, int blockRows, int parts) {
            text.open("for (int i = 0; i < " + window.height() + "; i++)")
                    .open("for (int j = 0; j < " + window.width() + "; j++)");
            for (var r = 0; r < blockRows; r++) {
                text.line("int down%d = top%d - i * %d;".formatted(r, r, window.dilationHeight()))
                        .line("int right%d = left%d - j * %d;".formatted(r, r, window.dilationWidth()))
                        .line("int y%d = down%d%s;".formatted(r, r, by("/", window.strideHeight())))
                        .line("int x%d = right%d%s;".formatted(r, r, by("/", window.strideWidth())))
                        .line("boolean inside%d = down%d >= 0 && right%d >= 0%s%s && y%d < %d && x%d < %d;"
                                .formatted(
                                        r,
                                        r,
                                        r,
                                        window.strideHeight() == 1
                                                ? ""
                                                : " && down" + r + by("%", window.strideHeight()) + " == 0",
                                        window.strideWidth() == 1
                                                ? ""
                                                : " && right" + r + by("%", window.strideWidth()) + " == 0",
                                        r,
                                        output.dim(1),
                                        r,
                                        output.dim(2)))
                        .line("int from%d = ((sample%d * %d + y%d) * %d + x%d) * %d%s;"
                                .formatted(r, r, output.dim(1), r, output.dim(2), r, output.dim(3), group(filters())));
            }
            text.line("int weight = (i * %d + j) * %d%s;"
                            .formatted(window.width(), kernel.dim(2) * kernel.dim(3), group(filters())))
                    .open("for (int filter = 0; filter < " + filters() + "; filter++)");
            return 3;
        }

        private static String by(String operator, int stride) {
            return stride == 1 ? "" : " " + operator + " " + stride;
        }

        private String group(int size) {
            return groups == 1 ? "" : " + group * " + size;
        }

        @Override
        public String left(int r) {
            return "inside" + r + " ? " + gradient.get("from" + r + " + filter") + " : 0f";
        }

        @Override
        public String right(int c) {
            return weights.get("weight + column" + c + " * " + kernel.dim(3) + " + filter");
        }
    }

    /** A row is a place and channel of the window, a column a filter of the group; the walk goes over all places of all samples. */
    record WeightGradient(
            Place image, Place gradient, Shape input, Shape output, Shape kernel, Window window, int groups)
            implements Product {
        @Override
        public String rows() {
            return Long.toString(mostRows());
        }

        @Override
        public long mostRows() {
            return (long) window.height() * window.width() * kernel.dim(2);
        }

        @Override
        public int columns() {
            return kernel.dim(3) / groups;
        }

        @Override
        public boolean overSamples() {
            return true;
        }

        @Override
        public long depth() {
            return (long) output.dim(1) * output.dim(2);
        }

        @Override
        public void row(JavaText text, int r) {
            text.line("int channel%d = row%d %% %d%s;"
                            .formatted(r, r, kernel.dim(2), groups == 1 ? "" : " + group * " + kernel.dim(2)))
                    .line("int top%d = row%d / %d * %d - %d;"
                            .formatted(r, r, window.width() * kernel.dim(2), window.dilationHeight(), window.padTop()))
                    .line("int left%d = row%d / %d %% %d * %d - %d;"
                            .formatted(r, r, kernel.dim(2), window.width(), window.dilationWidth(), window.padLeft()));
        }

        @Override
        public int walk(JavaText text, int blockRows, int parts) {
            text.open("for (int sample = part; sample < count; sample += " + parts + ")")
                    .open("for (int down = 0; down < " + output.dim(1) + "; down++)");
            for (var r = 0; r < blockRows; r++) {
                text.line("int y%d = top%d + down * %d;".formatted(r, r, window.strideHeight()))
                        .line("boolean within%d = y%d >= 0 && y%d < %d;".formatted(r, r, r, input.dim(1)))
                        .line("int from%d = (sample * %d + y%d) * %d + channel%d;"
                                .formatted(r, input.dim(1), r, input.dim(2) * input.dim(3), r));
            }
            text.line("int place = (sample * %d + down) * %d%s;"
                            .formatted(
                                    output.dim(1),
                                    output.dim(2) * output.dim(3),
                                    groups == 1 ? "" : " + group * " + columns()))
                    .open("for (int right = 0; right < " + output.dim(2) + "; right++)");
            for (var r = 0; r < blockRows; r++) {
                text.line("int x%d = left%d + right * %d;".formatted(r, r, window.strideWidth()));
            }
            return 3;
        }

        @Override
        public String left(int r) {
            return "within%d && x%d >= 0 && x%d < %d ? ".formatted(r, r, r, input.dim(2))
                    + image.get("from" + r + " + x" + r + " * " + input.dim(3)) + " : 0f";
        }

        @Override
        public String right(int c) {
            return gradient.get("place + right * " + output.dim(3) + " + column" + c);
        }
    }
}
