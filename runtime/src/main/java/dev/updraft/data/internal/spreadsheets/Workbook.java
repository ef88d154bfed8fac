package dev.updraft.data.internal.spreadsheets;

import static java.util.stream.Collectors.joining;

import dev.updraft.data.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** An Excel file: its sheets, and what their cells refer to. ECMA-376, Office Open XML. */
public final class Workbook {
    private static final int MOST_SHOWN = 10;
    private static final String DEFAULT_PART = "xl/workbook.xml";

    private final Path file;
    private final Parts parts;
    private final List<NamedSheet> sheets = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private boolean since1904;
    private NumberFormats formats = NumberFormats.NONE;

    private record NamedSheet(String name, String relationship, boolean visible) {}

    private record Relationship(String type, String target) {
        boolean is(String kind) {
            return type.endsWith("/" + kind);
        }
    }

    private Workbook(Path file) {
        this.file = file;
        parts = new Parts(file);
    }

    /**
     * A sheet of a file.
     *
     * @param name of the sheet; null for the first that is visible
     * @throws DataException if the file cannot be read, or has no such sheet
     */
    public static Sheet sheet(Path file, @Nullable String name) {
        return new Workbook(file).sheet(name);
    }

    private Sheet sheet(@Nullable String name) {
        var main = relationships("").values().stream()
                .filter(relationship -> relationship.is("officeDocument"))
                .map(Relationship::target)
                .findFirst()
                .orElse(DEFAULT_PART);
        if (!parts.read(main, this::readSheets)) {
            throw new DataException(file + ": is not an Excel file (.xlsx); save the table as one, or as CSV UTF-8");
        }
        var related = relationships(main);
        sheets.removeIf(sheet -> {
            var relationship = related.get(sheet.relationship());
            return relationship == null || !relationship.is("worksheet");
        });
        var chosen = chosen(name);
        for (var relationship : related.values()) {
            if (relationship.is("styles")) {
                parts.read(relationship.target(), xml -> formats = NumberFormats.read(xml));
            } else if (relationship.is("sharedStrings")) {
                parts.read(relationship.target(), this::readTexts);
            }
        }
        var part = Objects.requireNonNull(related.get(chosen.relationship())).target();
        return new Sheet(
                file + ", sheet '" + chosen.name() + "'",
                sheets.size(),
                parts,
                part,
                List.copyOf(texts),
                formats,
                new SerialDate(since1904));
    }

    private NamedSheet chosen(@Nullable String name) {
        return sheets.stream()
                .filter(sheet -> name == null ? sheet.visible() : sheet.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new DataException(
                        sheets.isEmpty()
                                ? file + ": has no sheet; save the table as Excel file (.xlsx) or CSV UTF-8"
                                : file + ": has no " + (name == null ? "visible sheet" : "sheet '" + name + "'")
                                        + "; its sheets are "
                                        + sheets.stream()
                                                .limit(MOST_SHOWN)
                                                .map(NamedSheet::name)
                                                .collect(joining(", "))
                                        + (sheets.size() > MOST_SHOWN ? ", …" : "")));
    }

    private void readSheets(XMLStreamReader xml) throws XMLStreamException {
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                if (xml.getLocalName().equals("workbookPr")) {
                    var value = attribute(xml, "date1904");
                    since1904 = value.equals("1") || value.equals("true");
                } else if (xml.getLocalName().equals("sheet")) {
                    sheets.add(new NamedSheet(
                            attribute(xml, "name"),
                            attribute(xml, "id"),
                            !attribute(xml, "state").matches("hidden|veryHidden")));
                }
            }
        }
    }

    /** Texts of several cells are written once. Those that tell how others are pronounced are left out. */
    private void readTexts(XMLStreamReader xml) throws XMLStreamException {
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("si")) {
                texts.add(CellText.runs(xml));
            }
        }
    }

    /** What a part refers to; of the file itself for an empty name. */
    private Map<String, Relationship> relationships(String part) {
        var folder = part.substring(0, part.lastIndexOf('/') + 1);
        var found = new HashMap<String, Relationship>();
        parts.read(folder + "_rels/" + part.substring(folder.length()) + ".rels", xml -> {
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("Relationship")
                        && !attribute(xml, "TargetMode").equals("External")) {
                    found.put(
                            attribute(xml, "Id"),
                            new Relationship(attribute(xml, "Type"), resolved(folder, attribute(xml, "Target"))));
                }
            }
        });
        return found;
    }

    private static String resolved(String folder, String target) {
        var all = new ArrayList<String>();
        for (var name : (target.startsWith("/") ? target : folder + target).split("/", -1)) {
            if (name.equals("..")) {
                if (!all.isEmpty()) {
                    all.removeLast();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                all.add(name);
            }
        }
        return String.join("/", all);
    }

    /** By the name without its namespace, of which there are two; empty if there is none. */
    static String attribute(XMLStreamReader xml, String name) {
        for (var i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return "";
    }
}
