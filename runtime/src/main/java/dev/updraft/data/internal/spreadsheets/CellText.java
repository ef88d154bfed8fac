package dev.updraft.data.internal.spreadsheets;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The text of an element of a sheet. */
final class CellText {
    /** A cell has at most 32,767. */
    private static final int MOST_CHARACTERS = 1 << 20;

    /** A character that XML cannot hold, as a carriage return, or the first of a text that looks so. */
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private CellText() {}

    /** Of an element at whose start the reader is, up to its end; without what is in elements within. */
    static String of(XMLStreamReader xml) throws XMLStreamException {
        var text = new StringBuilder();
        var depth = 0;
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> {
                    if (depth == 0) {
                        return unescaped(text.toString());
                    }
                    depth--;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (depth == 0) {
                        append(text, xml.getText(), xml);
                    }
                }
                case XMLStreamConstants.END_DOCUMENT -> throw new XMLStreamException("ends too early");
                default -> {}
            }
        }
    }

    /** Of an element with runs of text, each in a font of its own; without those that say how others are pronounced. */
    static String runs(XMLStreamReader xml) throws XMLStreamException {
        var text = new StringBuilder();
        var depth = 0;
        var phonetic = 0;
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (xml.getLocalName().equals("t") && phonetic == 0) {
                        append(text, of(xml), xml);
                    } else {
                        depth++;
                        phonetic = xml.getLocalName().equals("rPh") && phonetic == 0 ? depth : phonetic;
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (depth == 0) {
                        return text.toString();
                    }
                    phonetic = phonetic == depth ? 0 : phonetic;
                    depth--;
                }
                case XMLStreamConstants.END_DOCUMENT -> throw new XMLStreamException("ends too early");
                default -> {}
            }
        }
    }

    private static String unescaped(String text) {
        return ESCAPED.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }

    private static void append(StringBuilder text, String more, XMLStreamReader xml) throws XMLStreamException {
        if (text.length() + more.length() > MOST_CHARACTERS) {
            throw new XMLStreamException("a cell has more than " + MOST_CHARACTERS + " characters", xml.getLocation());
        }
        text.append(more);
    }
}
