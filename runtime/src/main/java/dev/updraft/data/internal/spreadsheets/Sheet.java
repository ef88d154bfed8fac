package dev.updraft.data.internal.spreadsheets;

import dev.updraft.data.DataException;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The cells of a sheet, as texts: numbers as they are stored, dates and times in ISO 8601, true and false. */
public final class Sheet {
    private static final int MOST_ROWS = 1 << 20;
    private static final int MOST_COLUMNS = 1 << 14;

    private final String name;
    private final int sheets;
    private final Parts parts;
    private final String part;
    private final List<String> texts;
    private final NumberFormats formats;
    private final SerialDate dates;

    Sheet(
            String name,
            int sheets,
            Parts parts,
            String part,
            List<String> texts,
            NumberFormats formats,
            SerialDate dates) {
        this.name = name;
        this.sheets = sheets;
        this.parts = parts;
        this.part = part;
        this.texts = texts;
        this.formats = formats;
        this.dates = dates;
    }

    /** Takes the rows of a sheet that are not empty, from the top. */
    public interface Visitor {
        /**
         * Begins a row.
         *
         * @param number from 1
         * @return whether its cells are of interest; if not, nothing more is passed
         */
        boolean begin(int number);

        /**
         * Takes a cell that is not empty.
         *
         * @param column from 0
         */
        void cell(int column, String text);

        void end();
    }

    /** File and sheet, for messages. */
    public String name() {
        return name;
    }

    /** How many sheets the file has. */
    public int sheets() {
        return sheets;
    }

    /**
     * Shows the rows, several times if wanted.
     *
     * @throws DataException if the sheet cannot be read
     */
    public void read(Visitor visitor) {
        if (!parts.read(part, xml -> new Reading(xml, visitor).all())) {
            throw new DataException(name + ": is missing in the file; open and save it in Excel or LibreOffice");
        }
    }

    /** The letters above a column. */
    public static String letters(int column) {
        var letters = new StringBuilder();
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
            letters.insert(0, (char) ('A' + (rest - 1) % 26));
        }
        return letters.toString();
    }

    private final class Reading {
        private final XMLStreamReader xml;
        private final Visitor visitor;
        private int row;
        private int column;

        Reading(XMLStreamReader xml, Visitor visitor) {
            this.xml = xml;
            this.visitor = visitor;
        }

        void all() throws XMLStreamException {
            while (xml.hasNext()) {
                var event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("row")) {
                    row = position(Workbook.attribute(xml, "r"), row, MOST_ROWS);
                    if (!visitor.begin(row)) {
                        return;
                    }
                    cells();
                    visitor.end();
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals("sheetData")) {
                    return;
                }
            }
        }

        /** Up to the end of the row. */
        private void cells() throws XMLStreamException {
            column = 0;
            while (true) {
                var event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("c")) {
                    var reference = Workbook.attribute(xml, "r");
                    column = position(column(reference), column, MOST_COLUMNS);
                    cell();
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals("row")) {
                    return;
                } else if (event == XMLStreamConstants.END_DOCUMENT) {
                    throw new XMLStreamException("ends too early");
                }
            }
        }

        /** The number of a column, as text, of a reference as {@code AB12}; empty if there is none. */
        private String column(String reference) {
            var number = 0;
            for (var i = 0;
                    i < reference.length() && Character.isLetter(reference.charAt(i)) && number <= MOST_COLUMNS;
                    i++) {
                number = 26 * number + Character.toUpperCase(reference.charAt(i)) - 'A' + 1;
            }
            return reference.isEmpty() ? "" : Integer.toString(number);
        }

        /** Where a row or cell is: behind the one before it. */
        private int position(String text, int last, int most) {
            var position = last + 1;
            if (!text.isEmpty()) {
                try {
                    position = Integer.parseInt(text);
                } catch (NumberFormatException _) {
                    position = -1;
                }
            }
            if (position <= last || position > most) {
                throw new DataException(name + ": is broken: row " + row + " is followed by a row or has a cell that is"
                        + " out of order or out of the sheet; open and save it in Excel or LibreOffice");
            }
            return position;
        }

        private void cell() throws XMLStreamException {
            var type = Workbook.attribute(xml, "t");
            var style = Workbook.attribute(xml, "s");
            var value = "";
            var hasValue = false;
            var isFormula = false;
            for (var event = xml.next();
                    event != XMLStreamConstants.END_ELEMENT
                            || !xml.getLocalName().equals("c");
                    event = xml.next()) {
                if (event == XMLStreamConstants.START_ELEMENT) {
                    switch (xml.getLocalName()) {
                        case "v" -> {
                            value = CellText.of(xml);
                            // A formula may well give an empty text.
                            hasValue = !value.isEmpty() || type.equals("str");
                        }
                        case "is" -> {
                            value = CellText.runs(xml);
                            hasValue = true;
                        }
                        case "f" -> {
                            isFormula = true;
                            CellText.of(xml);
                        }
                        default -> {}
                    }
                } else if (event == XMLStreamConstants.END_DOCUMENT) {
                    throw new XMLStreamException("ends too early");
                }
            }
            if (isFormula && !hasValue) {
                throw new DataException(name + ": cell " + letters(column - 1) + row
                        + " has a formula and no value, since the program that wrote the file does not compute; open and"
                        + " save it in Excel or LibreOffice");
            }
            var text = text(type, style, value);
            if (!text.isEmpty()) {
                visitor.cell(column - 1, text);
            }
        }

        private String text(String type, String style, String value) {
            return switch (type) {
                case "s" -> shared(value);
                case "b" -> value.strip().equals("1") ? "true" : value.strip().equals("0") ? "false" : value;
                case "", "n" -> {
                    var format = formats.of(style);
                    yield format == SerialDate.Format.NUMBER || value.isEmpty() ? value : dates.text(value, format);
                }
                // Errors, as #N/A; results of formulas; and what is written in ISO 8601.
                default -> value;
            };
        }

        private String shared(String value) {
            try {
                var place = Integer.parseInt(value.strip());
                if (place >= 0 && place < texts.size()) {
                    return texts.get(place);
                }
            } catch (NumberFormatException _) {
                // No number is no place, either.
            }
            throw new DataException(name + ": cell " + letters(column - 1) + row
                    + " has a text that is not in the file; open and save it in Excel or LibreOffice");
        }
    }
}
