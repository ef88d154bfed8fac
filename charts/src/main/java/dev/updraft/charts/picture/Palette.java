package dev.updraft.charts.picture;

import java.util.Locale;

/** What something is drawn with: a meaning, which has a colour on light paper and one on dark. */
public enum Palette {
    TEXT("#1f262e", "#e7e4dd"),
    MUTED("#69717b", "#98a1ab"),
    GRID("#e6e2da", "#2d343c"),
    PAPER("#ffffff", "#171b20"),
    /** Of what is there, but is not the point. */
    FAINT("#c3c7cc", "#4a525b"),
    BOX("#f5f2ec", "#222930"),
    HEAT("#24629f", "#6aa6e4"),
    WRONG("#b13a2e", "#ee8c80"),
    FIRST("#24629f", "#7db1ea"),
    SECOND("#c05a1c", "#f0a56e"),
    THIRD("#2f7a4f", "#80c79e"),
    FOURTH("#7a4fa0", "#bd9ae0"),
    FIFTH("#a8325f", "#ea8db0"),
    SIXTH("#2a7f86", "#7accd2"),
    SEVENTH("#8a6d1d", "#d8bc67"),
    EIGHTH("#5b6470", "#aab4c0"),
    NINTH("#4d8a1f", "#a9d87c"),
    TENTH("#9c4a2f", "#dba08a");

    private static final Palette[] SERIES = {FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH, EIGHTH, NINTH, TENTH};

    private final String light;
    private final String dark;

    Palette(String light, String dark) {
        this.light = light;
        this.dark = dark;
    }

    /** One that tells a curve from others; after ten they begin anew. */
    public static Palette ofSeries(int index) {
        return SERIES[index % SERIES.length];
    }

    /** How many can be told apart. */
    public static int mostOfSeries() {
        return SERIES.length;
    }

    /** On light paper, as {@code #rrggbb}. */
    public String light() {
        return light;
    }

    /** On dark paper, as {@code #rrggbb}. */
    public String dark() {
        return dark;
    }

    /** What style sheets call it. */
    public String cssName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
