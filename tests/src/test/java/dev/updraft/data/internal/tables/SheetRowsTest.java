package dev.updraft.data.internal.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.DataException;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sheets of Excel files, as programs write them and as no program would. */
class SheetRowsTest {
    private static final int TRIES = Integer.getInteger("tables.fuzz", 1000);

    private static final String HEADER = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c>"
            + "<c r=\"B1\" t=\"inlineStr\"><is><t>b</t></is></c></row>";

    @TempDir
    private Path folder = Path.of("");

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(SheetRowsTest.class.getResource("/tables/" + name))
                .toURI());
    }

    private static List<List<String>> rows(TableFile table) {
        var rows = new ArrayList<List<String>>();
        table.scan(row -> {
            var cells = new ArrayList<String>();
            for (var column = 0; column < table.header().size(); column++) {
                cells.add(row.isMissing(column, Kind.TEXT) ? "-" : row.text(column));
            }
            rows.add(cells);
        });
        return rows;
    }

    private TableFile open(Spreadsheet sheet) {
        return TableFiles.open(sheet.write(folder.resolve("t.xlsx")), CsvOptions.NONE);
    }

    @Test
    void cellsAreWhatExcelShows() throws URISyntaxException {
        var file = resource("types.xlsx");
        var table = TableFiles.open(file, CsvOptions.NONE);
        assertThat(table.description()).isEqualTo(file + ", sheet 'Orders 2026': Excel, of 3 sheets");
        assertThat(table.header()).containsExactly("order", "price", "day", "moment", "clock", "paid", "city");
        assertThat(rows(table))
                .containsExactly(
                        List.of("1", "9.5", "2026-01-05", "2026-01-05T10:30", "08:15", "true", "Zürich"),
                        List.of("2", "-", "1900-02-28", "2026-01-06", "23:59:59", "false", "-"),
                        List.of("3", "1e-07", "2024-02-29", "1999-12-31T23:59:59", "00:00", "-", "a & <b>"));
        var read = table.read(List.of(new ColumnRequest("price", Kind.NUMBER)));
        assertThat(read.columns()).hasSize(1);
        assertThat(((Column.Numbers) read.columns().getFirst()).values()).containsExactly(9.5, Double.NaN, 1e-7);
        assertThat(read.place(2)).isEqualTo(file + ", sheet 'Orders 2026': row 7");
        assertThat(read.notices())
                .containsExactly(file + ", sheet 'Orders 2026': cells of column H are left out, since row 3 has no name"
                        + " for it");
    }

    @Test
    void theFirstVisibleSheetIsTakenAndDatesSince1904() throws URISyntaxException {
        var table = TableFiles.open(resource("mac.xlsx"), CsvOptions.NONE);
        assertThat(table.name()).endsWith("mac.xlsx, sheet 'Data'");
        assertThat(rows(table)).containsExactly(List.of("rich text", "2", "2026-03-04", "1234.5", "#DIV/0!"));
    }

    @Test
    void anotherSheetIsNamed() throws URISyntaxException {
        var file = resource("types.xlsx");
        assertThatThrownBy(() -> TableFiles.openSheet(file, "Order", 0))
                .hasMessage(file + ": has no sheet 'Order'; its sheets are Orders 2026, Empty, Formulas");
        assertThatThrownBy(() -> TableFiles.openSheet(file, "Empty", 0))
                .hasMessage(file + ", sheet 'Empty': is empty; a row with the names of the columns is expected");
        assertThat(TableFiles.openSheet(file, "Orders 2026", 3).header()).startsWith("1", "9.5");
        assertThatThrownBy(() -> TableFiles.openSheet(file, "Formulas", 0).scan(_ -> {}))
                .hasMessage(
                        file + ", sheet 'Formulas': cell B2 has a formula and no value, since the program that wrote"
                                + " the file does not compute; open and save it in Excel or LibreOffice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "0|1.5|1.5",
                "14|1|1900-01-01",
                "14|59|1900-02-28",
                "14|61|1900-03-01",
                "22|45000.25|2023-03-15T06:00",
                "14|-3|-3",
                "14|2958466|2958466",
                "14|x|x",
                "21|0.5|12:00",
                "21|0.9999999999|00:00",
                "h AM/PM|0.25|06:00",
                "General|0.9999999999|0.9999999999",
                "21|1.5|1900-01-01T12:00",
                "46|1.5|1.5",
                "yyyy-mm-dd|45000|2023-03-15",
                "mmm|45000|2023-03-15",
                "[$-409]d/m/yy h:mm AM/PM;@|45000.5|2023-03-15T12:00",
                "h:mm:ss|0.25|06:00",
                "[h]:mm|1.25|1.25",
                "[Red]0.00|12|12",
                "General|12|12",
                "0.00E+00|12|12",
                "#,##0.00 \"days\"|12|12",
                "0\\d|12|12",
                "#,##0_);[Red]yyyy|12|12",
            })
    void aNumberIsADateIfItsFormatIsOfOne(String format, String value, String text) {
        var isBuiltIn = format.matches("\\d+");
        var sheet = new Spreadsheet(HEADER + "<row><c s=\"0\"><v>" + value + "</v></c></row>")
                .with(
                        "xl/styles.xml",
                        "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\""
                                + (isBuiltIn ? "" : format.replace("\"", "&quot;"))
                                + "\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf"
                                + " numFmtId=\"" + (isBuiltIn ? format : "170") + "\"/></cellXfs></styleSheet>");
        assertThat(rows(open(sheet))).containsExactly(List.of(text, "-"));
    }

    @Test
    void charactersMayBeWrittenAsTheirNumbers() {
        var sheet = new Spreadsheet(
                HEADER + "<row><c t=\"inlineStr\"><is><t>a_x000D_b_x005F_x0041_ _x41_</t></is></c></row>");
        assertThat(rows(open(sheet))).containsExactly(List.of("a\rb_x0041_ _x41_", "-"));
    }

    @Test
    void textsMayBeSharedOrInRunsAndPlacesLeftOut() {
        var sheet = new Spreadsheet(HEADER
                        + "<row r=\"4\"><c r=\"B4\" t=\"s\"><v>1</v></c></row>"
                        + "<row><c t=\"str\"><f>A1</f><v>x</v></c><c t=\"e\"><v>#N/A</v></c></row>"
                        + "<row r=\"9\"/><row><c t=\"s\"><v>0</v></c></row>")
                .with(
                        "xl/sharedStrings.xml",
                        "<sst><si><r><t>Tok</t></r><r><rPr><b/></rPr><t>yo</t></r><rPh><t>トウ</t></rPh></si>"
                                + "<si><t xml:space=\"preserve\"> 1 &lt; 2 </t></si></sst>");
        assertThat(rows(open(sheet))).containsExactly(List.of("-", "1 < 2"), List.of("x", "-"), List.of("Tokyo", "-"));
    }

    @Test
    void partsMayBeInUtf16OrHaveAMark() {
        for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_8)) {
            var sheet = new Spreadsheet(HEADER + "<row r=\"4\"><c r=\"B4\" t=\"s\"><v>0</v></c></row>")
                    .with(
                            "xl/sharedStrings.xml",
                            (charset.equals(StandardCharsets.UTF_8) ? "\uFEFF" : "")
                                    + "<?xml version=\"1.0\" encoding=\"" + charset
                                    + "\"?><sst><si><t>Zürich</t></si></sst>",
                            charset);
            assertThat(rows(open(sheet))).containsExactly(List.of("-", "Zürich"));
        }
    }

    @Test
    void titlesAboveTheHeaderAreLeftOut() {
        var sheet = new Spreadsheet("<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>Title</t></is></c></row>"
                + HEADER.replace("r=\"1\"", "r=\"4\"").replace("A1", "A4").replace("B1", "B4")
                + "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>");
        var table = open(sheet);
        assertThat(table.header()).containsExactly("a", "b");
        assertThat(rows(table)).containsExactly(List.of("1", "2"), List.of("3", "4"));
    }

    @Test
    void badCellsHaveTheirRow() {
        var table = open(new Spreadsheet(HEADER + "<row r=\"7\"><c r=\"B7\" t=\"s\"><v>0</v></c></row>"));
        assertThatThrownBy(() -> table.read(List.of(new ColumnRequest("b", Kind.NUMBER))))
                .hasMessage(table.name() + ": row 7: column b: 'shared' is not a number; correct the cells or remove"
                        + " the rows");
    }

    @Test
    void whatIsNoExcelFileIsTold() throws IOException {
        var old =
                Files.write(folder.resolve("old.xlsx"), new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 0, 0});
        assertThatThrownBy(() -> TableFiles.open(old, CsvOptions.NONE))
                .hasMessage(old + ": is an old Excel file (.xls), or has a password; save it as .xlsx without one");
        var text = Files.writeString(folder.resolve("text.xlsx"), "a,b\n1,2\n");
        assertThatThrownBy(() -> TableFiles.open(text, CsvOptions.NONE))
                .hasMessage(text + ": is not an Excel file (.xlsx), or broken; save it again");
        var zip = folder.resolve("zip.xlsx");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("a.csv"));
        }
        assertThatThrownBy(() -> TableFiles.open(zip, CsvOptions.NONE))
                .hasMessage(zip + ": is not an Excel file (.xlsx); save the table as one, or as CSV UTF-8");
        assertThatThrownBy(() -> TableFiles.open(folder.resolve("none.xlsx"), CsvOptions.NONE))
                .hasMessage(folder.resolve("none.xlsx") + ": no such file; check the path");
        var xls = folder.resolve("a.xls");
        assertThatThrownBy(() -> TableFiles.open(xls, CsvOptions.NONE))
                .hasMessage(xls + ": files that end with .xls are not supported; save it as .xlsx, or the sheet as CSV"
                        + " UTF-8 (.csv)");
    }

    @Test
    void entitiesAreNotExpanded() {
        var laughs = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
        assertBad(
                new Spreadsheet("").with("xl/sharedStrings.xml", laughs + "<sst><si><t>&b;</t></si></sst>"),
                ": xl/sharedStrings.xml declares a document type, which no spreadsheet has; save the file again");
        assertBad(
                new Spreadsheet("").with("xl/sharedStrings.xml", "<sst><si><t>&b;</t></si></sst>"),
                ": is broken (xl/sharedStrings.xml, line 1); open and save it in Excel or LibreOffice");
    }

    @Test
    void aPartThatUnpacksToFarMoreThanItsSizeIsRefused() {
        var spaces = " ".repeat(80 << 20);
        assertBad(
                new Spreadsheet("").with("xl/sharedStrings.xml", "<sst>" + spaces + "</sst>"),
                ": cannot be read: xl/sharedStrings.xml has a tag or text of more than 4 MiB; open and save it in Excel or"
                        + " LibreOffice");
        assertBad(
                new Spreadsheet("").with("xl/sharedStrings.xml", "<sst>" + "<si><t/></si>".repeat(12 << 20) + "</sst>"),
                ": cannot be read: xl/sharedStrings.xml unpacks to more than 200 times its size; open and save it in Excel"
                        + " or LibreOffice");
        assertBad(
                new Spreadsheet("")
                        .with("xl/sharedStrings.xml", "<sst><si><t>" + ">a".repeat(1 << 20) + "</t></si></sst>"),
                ": is broken (xl/sharedStrings.xml, line 1); open and save it in Excel or LibreOffice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<row r='1048577'><c><v>1</v></c></row>",
                "<row r='99999999999999999999'/>",
                "<row r='1'/><row r='1'/>",
                "<row r='x'/>",
                "<row r='2'><c r='XFE2'><v>1</v></c></row>",
                "<row r='2'><c r='ZZZZZZZZZZZZZZ2'><v>1</v></c></row>",
                "<row r='2'><c r='B2'/><c r='A2'/></row>",
            })
    void placesOutsideOfASheetAreRefused(String rows) {
        var sheet = new Spreadsheet(HEADER + rows);
        assertThatThrownBy(() -> open(sheet).scan(_ -> {}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(", sheet 'Sheet1': is broken: row ")
                .hasMessageEndingWith(" out of order or out of the sheet; open and save it in Excel or LibreOffice");
    }

    @Test
    void aTextThatIsNotThereIsTold() {
        for (var place : List.of("1", "-1", "x", "99999999999")) {
            assertThatThrownBy(() -> open(new Spreadsheet(
                                    HEADER + "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>" + place + "</v></c></row>"))
                            .scan(_ -> {}))
                    .hasMessage(
                            folder.resolve("t.xlsx") + ", sheet 'Sheet1': cell A2 has a text that is not in the file;"
                                    + " open and save it in Excel or LibreOffice");
        }
    }

    private void assertBad(Spreadsheet sheet, String message) {
        assertThatThrownBy(() -> open(sheet)).hasMessage(folder.resolve("t.xlsx") + message);
    }

    /** Whatever the bytes are, packed or not: a table or a {@link DataException}, and in time. */
    @Test
    void anythingIsATableOrAnError() throws IOException {
        var random = new Random(11);
        var tables = 0;
        for (var i = 0; i < TRIES; i++) {
            var sheet = new Spreadsheet(HEADER
                    + "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>45000</v></c><c r=\"B2\" t=\"s\"><v>0</v></c></row>"
                    + "<row r=\"4\"><c r=\"A4\"><f>1+1</f><v>2</v></c><c r=\"B4\" t=\"b\"><v>1</v></c></row>");
            byte[] bytes;
            if (random.nextInt(4) == 0) {
                bytes = sheet.bytes();
                for (var change = 0; change <= random.nextInt(5); change++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            } else {
                var names = List.copyOf(sheet.parts.keySet());
                var name = names.get(random.nextInt(names.size()));
                sheet.with(name, changed(sheet.parts.getOrDefault(name, ""), random));
                bytes = sheet.bytes();
            }
            tables += isTable(bytes) ? 1 : 0;
        }
        assertThat(tables).isBetween(TRIES / 10, TRIES * 9 / 10);
    }

    private static String changed(String text, Random random) {
        var changed = new StringBuilder(text);
        for (var change = 0; change <= random.nextInt(4); change++) {
            var at = random.nextInt(changed.length());
            switch (random.nextInt(3)) {
                case 0 -> changed.setCharAt(at, "<>/\"='&;019xsA \0\uD800é".charAt(random.nextInt(18)));
                case 1 -> changed.deleteCharAt(at);
                default -> {
                    var end = Math.min(changed.length(), at + random.nextInt(40));
                    changed.insert(random.nextInt(changed.length()), changed.substring(at, end));
                }
            }
        }
        return changed.toString();
    }

    private boolean isTable(byte[] bytes) throws IOException {
        var file = Files.write(folder.resolve("fuzz.xlsx"), bytes);
        return Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            try {
                var table = TableFiles.open(file, CsvOptions.NONE);
                rows(table);
                table.read(table.header().stream()
                        .map(name -> new ColumnRequest(name, Kind.NUMBER))
                        .toList());
                return true;
            } catch (DataException e) {
                var message = String.valueOf(e.getMessage());
                assertThat(message).startsWith(file.toString()).doesNotContain("Exception");
                return !message.contains("open and save it") && !message.contains("save it again");
            }
        });
    }
}
