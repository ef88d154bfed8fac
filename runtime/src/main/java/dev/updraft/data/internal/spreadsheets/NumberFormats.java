package dev.updraft.data.internal.spreadsheets;

import dev.updraft.data.internal.spreadsheets.SerialDate.Format;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Which cells show their number as a date.
 *
 * @param byStyle of each style of a cell
 */
record NumberFormats(List<Format> byStyle) {
    static final NumberFormats NONE = new NumberFormats(List.of());

    /** Of the part {@code styles.xml}. */
    static NumberFormats read(XMLStreamReader xml) throws XMLStreamException {
        var codes = new HashMap<String, String>();
        var numbers = new ArrayList<String>();
        var ofCells = false;
        while (xml.hasNext()) {
            var event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "numFmt" ->
                        codes.put(Workbook.attribute(xml, "numFmtId"), Workbook.attribute(xml, "formatCode"));
                    case "cellXfs" -> ofCells = true;
                    case "xf" -> {
                        if (ofCells) {
                            numbers.add(Workbook.attribute(xml, "numFmtId"));
                        }
                    }
                    default -> {}
                }
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && xml.getLocalName().equals("cellXfs")) {
                ofCells = false;
            }
        }
        return new NumberFormats(numbers.stream()
                .map(number -> codes.containsKey(number) ? ofCode(codes.getOrDefault(number, "")) : builtIn(number))
                .toList());
    }

    /** @param style its number, as a cell has it; empty for none */
    Format of(String style) {
        try {
            var place = style.isEmpty() ? 0 : Integer.parseInt(style);
            return place >= 0 && place < byStyle.size() ? byStyle.get(place) : Format.NUMBER;
        } catch (NumberFormatException _) {
            return Format.NUMBER;
        }
    }

    /** Formats that need no code: ECMA-376, 18.8.30, with those of East Asia. */
    private static Format builtIn(String number) {
        return switch (number) {
            case "14",
                    "15",
                    "16",
                    "17",
                    "22",
                    "27",
                    "28",
                    "29",
                    "30",
                    "31",
                    "36",
                    "50",
                    "51",
                    "52",
                    "53",
                    "54",
                    "57",
                    "58" -> Format.DATE;
            case "18", "19", "20", "21", "32", "33", "34", "35", "45", "47", "55", "56" -> Format.TIME;
            default -> Format.NUMBER;
        };
    }

    /** What a code as {@code dd.mm.yyyy hh:mm} shows. {@code [h]} is a duration, which stays a number of days. */
    static Format ofCode(String code) {
        var letters = letters(code);
        if (letters.matches("(?i).*[yd].*|(?i)[^hs]*m[^hs]*")) {
            return Format.DATE;
        }
        return letters.matches("(?i).*[hs].*") ? Format.TIME : Format.NUMBER;
    }

    /** What stands for parts of the number, of its first section: neither quoted nor escaped nor in brackets. */
    private static String letters(String code) {
        var letters = new StringBuilder();
        for (var i = 0; i < code.length(); i++) {
            switch (code.charAt(i)) {
                case '"' -> i = end(code, '"', i);
                case '[' -> {
                    var end = end(code, ']', i);
                    if (code.substring(i, end).matches("(?i)\\[[hms]+")) {
                        return "";
                    }
                    i = end;
                }
                case '\\', '_', '*' -> i++;
                case ';' -> {
                    return known(letters);
                }
                default -> letters.append(code.charAt(i));
            }
        }
        return known(letters);
    }

    /** Halves of a day are of a time, though they have an m. */
    private static String known(StringBuilder letters) {
        return letters.toString().replaceAll("(?i)am/pm|a/p", "h");
    }

    private static int end(String code, char mark, int from) {
        var end = code.indexOf(mark, from + 1);
        return end < 0 ? code.length() : end;
    }
}
