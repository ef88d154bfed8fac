package dev.updraft.explain.internal;

import dev.updraft.charts.TreeChart;
import dev.updraft.charts.picture.Picture;
import dev.updraft.explain.TreeDrawing;

/** Drawings of trees as pictures. */
public final class TreePicture {
    private TreePicture() {}

    public static Picture of(TreeDrawing drawing) {
        return new TreeChart(
                        drawing.title(),
                        drawing.note(),
                        drawing.boxes().stream()
                                .map(box -> new TreeChart.Box(box.heading(), box.detail(), box.left(), box.share()))
                                .toList())
                .picture();
    }
}
