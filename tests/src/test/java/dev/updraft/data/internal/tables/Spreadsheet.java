package dev.updraft.data.internal.tables;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** The parts of an Excel file as a test wants them. */
public final class Spreadsheet {
    private static final String RELATIONS = "<Relationships xmlns=\"http://r\">%s</Relationships>";

    final Map<String, String> parts = new LinkedHashMap<>();
    private final Map<String, Charset> charsets = new HashMap<>();

    /**
     * A table, of which dates have a style of their own.
     *
     * @param rows numbers, truth values, dates and texts; null for a missing cell
     */
    public static Spreadsheet of(List<? extends List<? extends @Nullable Object>> rows) {
        var text = new StringBuilder();
        for (var row : rows) {
            text.append("<row>");
            row.forEach(cell -> text.append(cell(cell)));
            text.append("</row>");
        }
        return new Spreadsheet(text.toString());
    }

    private static String cell(@Nullable Object cell) {
        return switch (cell) {
            case null -> "<c/>";
            case Number number -> "<c><v>" + number + "</v></c>";
            case Boolean truth -> "<c t=\"b\"><v>" + (truth ? 1 : 0) + "</v></c>";
            case LocalDate date ->
                "<c s=\"1\"><v>" + ChronoUnit.DAYS.between(LocalDate.of(1899, 12, 30), date) + "</v></c>";
            case Object other -> "<c t=\"inlineStr\"><is><t>" + other + "</t></is></c>";
        };
    }

    /** @param rows of the sheet "Sheet1" */
    Spreadsheet(String rows) {
        parts.put(
                "_rels/.rels",
                RELATIONS.formatted("<Relationship Id=\"r1\" Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/>"));
        parts.put(
                "xl/workbook.xml",
                "<workbook xmlns:r=\"http://r\"><sheets><sheet name=\"Sheet1\" r:id=\"r1\"/></sheets></workbook>");
        parts.put(
                "xl/_rels/workbook.xml.rels",
                RELATIONS.formatted("<Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                        + "<Relationship Id=\"r2\" Type=\"x/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>"
                        + "<Relationship Id=\"r3\" Type=\"x/styles\" Target=\"styles.xml\"/>"));
        parts.put("xl/sharedStrings.xml", "<sst><si><t>shared</t></si></sst>");
        parts.put(
                "xl/styles.xml",
                "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
        parts.put("xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>");
    }

    Spreadsheet with(String part, String text) {
        return with(part, text, StandardCharsets.UTF_8);
    }

    Spreadsheet with(String part, String text, Charset charset) {
        parts.put(part, text);
        charsets.put(part, charset);
        return this;
    }

    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(charsets.getOrDefault(part.getKey(), StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public Path write(Path file) {
        try {
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
