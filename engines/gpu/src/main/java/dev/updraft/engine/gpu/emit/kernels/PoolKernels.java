package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.source.JavaText;
import dev.updraft.engine.gpu.emit.source.Reducer;
import dev.updraft.engine.gpu.emit.source.WindowAxis;
import java.util.Locale;

/**
 * Poolings and their gradients. A gradient is gathered: a work-item for each element of the image goes over the windows that
 * hold it, so that none adds to what another wrote.
 */
final class PoolKernels {
    private final PerElement kernel;
    private final JavaText text;
    private final Shape image;
    private final Shape pooled;
    private final WindowAxis rows;
    private final WindowAxis columns;

    private PoolKernels(Node node, Window window, Shape image, Shape pooled, Emission emission) {
        this.kernel = new PerElement(node, emission);
        this.text = kernel.text();
        this.image = image;
        this.pooled = pooled;
        this.rows = WindowAxis.rows(window, image);
        this.columns = WindowAxis.columns(window, image);
    }

    static GeneratedKernel max(Node node, Window window, Emission emission) {
        return new PoolKernels(node, window, node.operand(0).shape(), node.shape(), emission).max();
    }

    static GeneratedKernel average(Node node, Window window, Emission emission) {
        return new PoolKernels(node, window, node.operand(0).shape(), node.shape(), emission).average();
    }

    static GeneratedKernel maxGradient(Node node, Window window, Emission emission) {
        return new PoolKernels(node, window, node.shape(), node.operand(1).shape(), emission).maxGradient();
    }

    static GeneratedKernel averageGradient(Node node, Window window, Emission emission) {
        return new PoolKernels(node, window, node.shape(), node.operand(0).shape(), emission).averageGradient();
    }

    private GeneratedKernel max() {
        locate(pooled, rows.window(), columns.window());
        writeStart();
        text.line("float largest = " + kernel.operand(0, pixel(rows.from(), columns.from())) + ";");
        openPixels();
        Reducer.MAX.take(text, "largest", kernel.operand(0, pixel(rows.pixel(), columns.pixel())), "value");
        close(2);
        return kernel.set("max_pool2d", comment("Largest of each window"), "largest");
    }

    private GeneratedKernel maxGradient() {
        locate(image, rows.position(), columns.position());
        text.line("float sum = 0f;");
        var braces = openWindows();
        writeLargest();
        text.line("sum += chosen == i ? " + kernel.operand(1, place()) + " : 0f;");
        close(braces);
        return kernel.set("max_pool2d_gradient", comment("To the first largest of each window"), "sum");
    }

    /** Names the largest pixel of a window, and where it lies: the first of the largest, row by row. */
    private void writeLargest() {
        writeStart();
        text.line("int chosen = " + pixel(rows.from(), columns.from()) + ";")
                .line("float largest = " + kernel.operand(0, "chosen") + ";");
        openPixels();
        text.line("int pixel = " + pixel(rows.pixel(), columns.pixel()) + ";")
                .line("float value = " + kernel.operand(0, "pixel") + ";")
                .open("if (value > largest)")
                .line("largest = value;")
                .line("chosen = pixel;");
        close(3);
    }

    private GeneratedKernel average() {
        locate(pooled, rows.window(), columns.window());
        writeStart();
        text.line("float sum = 0f;");
        openPixels();
        text.line("sum += " + kernel.operand(0, pixel(rows.pixel(), columns.pixel())) + ";");
        close(2);
        return kernel.set("average_pool2d", comment("Mean of each window"), "sum / " + pixels());
    }

    private GeneratedKernel averageGradient() {
        locate(image, rows.position(), columns.position());
        text.line("float sum = 0f;");
        var braces = openWindows();
        writeStart();
        text.line("sum += " + kernel.operand(0, place()) + " / " + pixels() + ";");
        close(braces);
        return kernel.set("average_pool2d_gradient", comment("To all pixels of each window"), "sum");
    }

    /** Names the coordinates of element {@code i}. */
    private void locate(Shape shape, String row, String column) {
        var width = shape.dim(2);
        var channels = shape.dim(3);
        text.line("int channel = i % " + channels + ";")
                .line("int " + column + " = i / " + channels + " % " + width + ";")
                .line("int " + row + " = i / " + channels * width + " % " + shape.dim(1) + ";")
                .line("int sample = i / " + channels * width * shape.dim(1) + ";");
    }

    private int openWindows() {
        return rows.openWindows(text) + columns.openWindows(text);
    }

    private void writeStart() {
        rows.writeStart(text);
        columns.writeStart(text);
    }

    private void openPixels() {
        rows.openPixels(text);
        columns.openPixels(text);
    }

    private void close(int braces) {
        for (var i = 0; i < braces; i++) {
            text.close();
        }
    }

    /** The index of a window's pixel in the image. */
    private String pixel(String row, String column) {
        return element(image, rows.at(row), columns.at(column));
    }

    /** The index of a window in the pooled image. */
    private String place() {
        return element(pooled, rows.window(), columns.window());
    }

    private static String element(Shape shape, String row, String column) {
        return String.format(
                Locale.ROOT,
                "((sample * %d + %s) * %d + %s) * %d + channel",
                shape.dim(1),
                row,
                shape.dim(2),
                column,
                shape.dim(3));
    }

    /** How many pixels of a window are inside. */
    private String pixels() {
        return rows.whole() && columns.whole()
                ? rows.size() * columns.size() + ".0f"
                : "(" + rows.count() + " * " + columns.count() + ")";
    }

    private String comment(String what) {
        return what + ", " + rows.size() + "×" + columns.size() + " every " + rows.stride() + "×" + columns.stride()
                + ": " + image + " and " + pooled + ".";
    }
}
