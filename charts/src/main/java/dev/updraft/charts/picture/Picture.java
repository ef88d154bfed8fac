package dev.updraft.charts.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * A drawing.
 *
 * @param title what it shows, in a few words; also read to people who do not see it
 * @param marks from back to front
 */
public record Picture(String title, double width, double height, List<Mark> marks) {
    private static final double MARGIN = 16;

    public Picture {
        marks = List.copyOf(marks);
    }

    /** Several pictures in rows of so many, with a margin around each. */
    public static Picture grid(String title, List<Picture> pictures, int columns) {
        var width = pictures.stream().mapToDouble(Picture::width).max().orElse(0) + 2 * MARGIN;
        var height = pictures.stream().mapToDouble(Picture::height).max().orElse(0) + 2 * MARGIN;
        var marks = new ArrayList<Mark>();
        for (var i = 0; i < pictures.size(); i++) {
            var right = i % columns * width + MARGIN;
            var down = Math.floorDiv(i, columns) * height + MARGIN;
            pictures.get(i).marks().forEach(mark -> marks.add(mark.moved(right, down)));
        }
        return new Picture(
                title,
                Math.min(columns, pictures.size()) * width,
                Math.ceilDiv(pictures.size(), columns) * height,
                marks);
    }

    /** With a margin around it, as a file of its own should have. */
    public Picture framed() {
        return grid(title, List.of(this), 1);
    }

    /** As a file of its own, in light or dark as the reader likes it. */
    public String svg() {
        return SvgText.standalone(this);
    }

    /** For an HTML page that has {@link SvgText#pageStyle}. */
    public String inlineSvg() {
        return SvgText.inline(this);
    }

    /**
     * As a PNG image on light paper.
     *
     * @throws PictureException if this machine cannot draw text, such as one without fonts
     */
    public byte[] png() {
        return PngImage.of(this);
    }
}
