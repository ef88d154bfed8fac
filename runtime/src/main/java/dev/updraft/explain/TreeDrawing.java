package dev.updraft.explain;

import dev.updraft.explain.internal.TreePicture;
import java.util.List;

/**
 * A tree to be drawn.
 *
 * @param title which tree it is
 * @param note what is left out; empty if nothing is
 * @param boxes the root first, each behind the one that leads to it
 */
public record TreeDrawing(String title, String note, List<Box> boxes) {
    public TreeDrawing {
        boxes = List.copyOf(boxes);
    }

    /**
     * A node.
     *
     * @param heading the question, or what a leaf gives
     * @param detail how many rows came here, and what the question gained
     * @param left the place of the left child; the right one is behind it; 0 for a leaf, or where the tree goes on but the drawing does
     *     not
     * @param share the part of the root's rows that came here, from 0 to 1
     */
    public record Box(String heading, String detail, int left, double share) {}

    /** The drawing as an SVG file, in light or dark as the reader likes it. */
    public String svg() {
        return TreePicture.of(this).framed().svg();
    }
}
