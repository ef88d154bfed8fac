package dev.updraft.charts.picture;

/** How wide a text is in a usual sans-serif font, about: close enough to leave room for it, and no font is needed. */
public final class TextWidth {
    private static final int FIRST_IDEOGRAPH = 0x2E80;

    private TextWidth() {}

    /** At a font size. */
    public static double of(String text, double size) {
        return size * text.codePoints().mapToDouble(TextWidth::ofCharacter).sum();
    }

    /** As much of a text as fits, with an ellipsis where something is missing. */
    public static String cut(String text, double size, double room) {
        if (of(text, size) <= room) {
            return text;
        }
        var end = text.length();
        while (end > 0 && of(text.substring(0, end) + "…", size) > room) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end).stripTrailing() + "…";
    }

    private static double ofCharacter(int character) {
        if (character >= FIRST_IDEOGRAPH) {
            return 1;
        }
        if ("iljtfrI.,:;|'!()[] ".indexOf(character) >= 0) {
            return 0.33;
        }
        if ("mwMW%@—…".indexOf(character) >= 0) {
            return 0.9;
        }
        if (Character.isDigit(character)) {
            return 0.64;
        }
        return Character.isUpperCase(character) ? 0.7 : 0.61;
    }
}
