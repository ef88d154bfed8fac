package dev.updraft.report.page;

import dev.updraft.charts.picture.Picture;

/** Pictures in a page. */
final class Pictured {
    private Pictured() {}

    static Html figure(Picture picture) {
        return Html.tag("figure", new Html(picture.inlineSvg()));
    }

    /** With a line below. */
    static Html figure(Picture picture, Html caption) {
        return Html.tag("figure", new Html(picture.inlineSvg()), Html.tag("figcaption", caption));
    }
}
