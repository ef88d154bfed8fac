package dev.updraft.engine.gpu.emit.source;

import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Windows along one axis of an image, as generated source speaks of them. Window {@code row} begins at {@code top}, which
 * may lie outside the image; its pixels {@code m} of {@code size} that are inside are those from {@code mFrom} to {@code mTo}.
 *
 * @param window the name of a window's number, {@code row}
 * @param start the name of where the window begins in the image, {@code top}
 * @param pixel the name of a pixel's number in its window, {@code m}
 * @param position the name of a place in the image, {@code y}
 * @param size pixels of a window
 * @param stride places of the image from one window to the next
 * @param dilation places of the image from one pixel of the window to the next
 * @param before places of padding
 * @param extent places of the image
 * @param windows how many windows there are
 */
public record WindowAxis(
        String window,
        String start,
        String pixel,
        String position,
        int size,
        int stride,
        int dilation,
        int before,
        int extent,
        int windows) {

    public static WindowAxis rows(Window window, Shape image) {
        var extent = image.dim(1);
        return new WindowAxis(
                "row",
                "top",
                "m",
                "y",
                window.height(),
                window.strideHeight(),
                window.dilationHeight(),
                window.padTop(),
                extent,
                window.outputHeight(extent));
    }

    public static WindowAxis columns(Window window, Shape image) {
        var extent = image.dim(2);
        return new WindowAxis(
                "column",
                "left",
                "n",
                "x",
                window.width(),
                window.strideWidth(),
                window.dilationWidth(),
                window.padLeft(),
                extent,
                window.outputWidth(extent));
    }

    /** Places of the image from a window's first pixel to its last, both inclusive. */
    private int span() {
        return dilation * (size - 1) + 1;
    }

    private boolean leavesAtStart() {
        return before > 0;
    }

    private boolean leavesAtEnd() {
        return (windows - 1) * stride - before + span() > extent;
    }

    /** The first pixel that is inside, once {@link #writeStart} has named it. */
    public String from() {
        return leavesAtStart() ? pixel + "From" : "0";
    }

    private String to() {
        return leavesAtEnd() ? pixel + "To" : Integer.toString(size);
    }

    /** How many pixels are inside. */
    public String count() {
        return leavesAtStart() ? "(" + to() + " - " + from() + ")" : to();
    }

    /** Whether {@link #count} is the size at every window. */
    public boolean whole() {
        return !leavesAtStart() && !leavesAtEnd();
    }

    /** What must hold of a place under a window for it to be in the image; nothing if windows never leave it. */
    public List<String> inImage(String place) {
        var conditions = new ArrayList<String>();
        if (leavesAtStart()) {
            conditions.add(place + " >= 0");
        }
        if (leavesAtEnd()) {
            conditions.add(place + " < " + extent);
        }
        return conditions;
    }

    /**
     * What must hold of {@code place + before - pixel * dilation} for a window to begin there, so that its pixel lies on the
     * place: as many strides from the first window as there are windows at most.
     */
    public List<String> atWindow(String distance) {
        var conditions = new ArrayList<String>();
        if (before < (size - 1) * dilation) {
            conditions.add(distance + " >= 0");
        }
        if (stride > 1) {
            conditions.add("(" + distance + ") % " + stride + " == 0");
        }
        var end = (long) windows * stride;
        if (extent - 1 + before >= end) {
            conditions.add(distance + " < " + end);
        }
        return conditions;
    }

    /** As {@link #inImage}, as numbers that are negative where it holds. */
    public List<String> signsInImage(String place) {
        var signs = new ArrayList<String>();
        if (leavesAtStart()) {
            signs.add("~(" + place + ")");
        }
        if (leavesAtEnd()) {
            signs.add("(" + place + " - " + extent + ")");
        }
        return signs;
    }

    /** As {@link #atWindow}, as numbers that together have a sign where it holds: all are negative there. */
    public List<String> signsAtWindow(String distance) {
        var signs = new ArrayList<String>();
        if (before < (size - 1) * dilation) {
            signs.add("~(" + distance + ")");
        }
        if (stride > 1) {
            var rest = Integer.bitCount(stride) == 1
                    ? "(" + distance + ") & " + (stride - 1)
                    : "(" + distance + ") % " + stride;
            signs.add("((" + rest + ") - 1)");
        }
        var end = (long) windows * stride;
        if (extent - 1 + before >= end) {
            signs.add("(" + distance + " - " + end + ")");
        }
        return signs;
    }

    /** Names where the window begins, and which of its pixels are inside. */
    public void writeStart(JavaText text) {
        text.line("int " + start + " = " + window + (stride == 1 ? "" : " * " + stride)
                + (before == 0 ? "" : " - " + before) + ";");
        var up = dilation - 1;
        if (leavesAtStart()) {
            text.line("int " + from() + " = Math.max(0, "
                    + (dilation == 1 ? "-" + start : "(" + up + " - " + start + ") / " + dilation) + ");");
        }
        if (leavesAtEnd()) {
            text.line("int " + to() + " = Math.min(" + size + ", "
                    + (dilation == 1 ? extent + " - " + start : "(" + (extent + up) + " - " + start + ") / " + dilation)
                    + ");");
        }
    }

    /** Opens the loop over the pixels that are inside. */
    public void openPixels(JavaText text) {
        text.open("for (int " + pixel + " = " + from() + "; " + pixel + " < " + to() + "; " + pixel + "++)");
    }

    /** Where a pixel lies in the image. */
    public String at(String pixel) {
        var distance = dilation == 1 || pixel.equals("0") ? pixel : pixel + " * " + dilation;
        return distance.equals("0") ? start : start + " + " + distance;
    }

    /** Opens what goes over the windows that hold a place of the image, and says how many braces that took. */
    public int openWindows(JavaText text) {
        var shifted = before == 0 ? position : position + " + " + before;
        var inWindow = shifted + " - " + window + " * " + stride;
        if (span() <= stride) {
            text.line("int " + window + " = " + divided(shifted) + ";");
            var inside = window + " < " + windows;
            if (span() < stride) {
                inside += " && " + inWindow + " < " + span();
            }
            text.open("if (" + inside + (dilation == 1 ? "" : " && (" + inWindow + ") % " + dilation + " == 0") + ")");
            return 1;
        }
        var first = before + stride - span();
        text.line("int " + window + "From = Math.max(0, "
                + divided(first == 0 ? position : position + (first < 0 ? " - " + -first : " + " + first)) + ");");
        text.line("int " + window + "To = Math.min(" + (windows - 1) + ", " + divided(shifted) + ");");
        text.open(
                "for (int " + window + " = " + window + "From; " + window + " <= " + window + "To; " + window + "++)");
        if (dilation == 1) {
            return 1;
        }
        text.open("if ((" + inWindow + ") % " + dilation + " == 0)");
        return 2;
    }

    private String divided(String dividend) {
        return stride == 1 ? dividend : (dividend.equals(position) ? dividend : "(" + dividend + ")") + " / " + stride;
    }
}
