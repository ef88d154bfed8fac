package dev.updraft.data.internal.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.columns.CsvOptions;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ugly files, and what is found out about them. */
class CsvDialectTest {

    private static Arguments file(String what, String text, String description, String header, String firstRow) {
        return Arguments.of(what, text, description, header, firstRow);
    }

    static Stream<Arguments> files() {
        return Stream.of(
                file("plain", "a,b\n1,x\n2,y\n", "comma-separated values with a header", "a|b", "1|x"),
                file("CRLF", "a,b\r\n1,x\r\n2,y\r\n", "comma-separated values with a header", "a|b", "1|x"),
                file("CR", "a,b\r1,x\r2,y\r", "comma-separated values with a header", "a|b", "1|x"),
                file("no newline at the end", "a,b\n1,x", "comma-separated values with a header", "a|b", "1|x"),
                file("semicolons", "a;b\n1;x\n2;y\n", "separator ';'", "a|b", "1|x"),
                file("tabs", "a\tb\n1\tx, y\n2\ty, z\n", "separator tab", "a|b", "1|x, y"),
                file("bars", "a|b\n1|x\n2|y\n", "separator '|'", "a|b", "1|x"),
                file("spaces", "a  b   c\n1 2.5  3\n10 20 30\n", "separator space", "a|b|c", "1|2.5|3"),
                file(
                        "spaces around",
                        "  18.0   8   307.0\t\"chevrolet chevelle\"\n  15.0   8   350.0\t\"buick skylark 320\"\n",
                        "separator space, no header (columns are named column_1, …)",
                        "column_1|column_2|column_3|column_4",
                        "18.0|8|307.0|chevrolet chevelle"),
                file(
                        "German spreadsheet",
                        "name;preis\nMüller;1.234,50\nMeier, Karl;7,25\n",
                        "separator ';', decimal comma, '.' between thousands",
                        "name|preis",
                        "Müller|1.234,50"),
                file(
                        "decimal commas only",
                        "1,5;2,5\n3,5;4,5\n",
                        "separator ';', decimal comma, no header (columns are" + " named column_1, …)",
                        "column_1|column_2",
                        "1,5|2,5"),
                file(
                        "line with the separator",
                        "sep=;\na;b\n1;2\n",
                        "separator ';', separator set by line 1, header in line 2",
                        "a|b",
                        "1|2"),
                file(
                        "quoted line with the separator",
                        "\"sep=|\"\na|b\n1|2\n",
                        "separator '|', separator set by line 1," + " header in line 2",
                        "a|b",
                        "1|2"),
                file(
                        "prose with commas",
                        "id;text\n1;Well, yes\n2;No, no, no\n",
                        "separator ';'",
                        "id|text",
                        "1|Well, yes"),
                file(
                        "one column",
                        "name\nAnn Lee\nBob Ray\n",
                        "line 1 taken for the header (if it is not, put a line with names before it)",
                        "name",
                        "Ann Lee"),
                file("one column of numbers", "x\n1\n2\n", "comma-separated values with a header", "x", "1"),
                file("apostrophes", "a,b\n'x, y',1\n'z','2'\n", "quote \"'\"", "a|b", "x, y|1"),
                file(
                        "quote within words",
                        "a,b\nDon't,1\n'tis,2\n",
                        "comma-separated values with a header",
                        "a|b",
                        "Don't|1"),
                file(
                        "blanks before quotes",
                        "a, b\n1, \"x, y\"\n2, \"z, w\"\n",
                        "comma-separated values with a header",
                        "a|b",
                        "1|x, y"),
                file(
                        "newline in quotes",
                        "a,b\n1,\"x\ny\"\n2,z\n",
                        "comma-separated values with a header",
                        "a|b",
                        "1|x\ny"),
                file(
                        "no header",
                        "5.1,3.5,setosa\n4.9,3.0,setosa\n6.3,3.3,virginica\n",
                        "no header (columns are named" + " column_1, …)",
                        "column_1|column_2|column_3",
                        "5.1|3.5|setosa"),
                file(
                        "no header, all text",
                        "p,x,s\ne,x,y\np,b,s\ne,x,s\n",
                        "no header (columns are named column_1, …)",
                        "column_1|column_2|column_3",
                        "p|x|s"),
                file(
                        "all text",
                        "name,city\nAnn,Oslo\nBob,Rome\n",
                        "line 1 taken for the header (if it is not, put a line with names before it)",
                        "name|city",
                        "Ann|Oslo"),
                file(
                        "years as names",
                        "land,2019,2020,2021\nA,1.5,2,3\nB,4,5,6.5\n",
                        "comma-separated values with a header",
                        "land|2019|2020|2021",
                        "A|1.5|2|3"),
                file(
                        "numbered columns",
                        "0,1,2,3\n0.5,1,7,1\n1,0,2,9\n",
                        "comma-separated values with a header",
                        "0|1|2|3",
                        "0.5|1|7|1"),
                file(
                        "row numbers of pandas",
                        ",a,b\n0,x,1\n1,y,2\n2,z,3\n",
                        "first column (row numbers or names) left out",
                        "a|b",
                        "x|1"),
                file(
                        "row numbers from 1",
                        "\"\",\"a\"\n\"1\",5\n\"2\",6\n",
                        "first column (row numbers or names) left out",
                        "a",
                        "5"),
                file(
                        "row names of R",
                        "a b\nMazda 21 6\nDatsun 22.8 4\nHornet 18 8\n",
                        "separator space, first column (row numbers or names) left out",
                        "a|b",
                        "21|6"),
                file(
                        "an unnamed column",
                        ",b\n7,1\n7,2\n9,3\n",
                        "comma-separated values with a header",
                        "column_1|b",
                        "7|1"),
                file("trailing separators", "a,b,\n1,x,\n2,y,\n", "separator after the last cell", "a|b", "1|x"),
                file(
                        "trailing separators but in the header",
                        "a,b\n1,x,\n2,y,\n",
                        "separator after the last cell",
                        "a|b",
                        "1|x"),
                file(
                        "comments",
                        "# made today\n# by me\na,b\n1,x\n# between\n2,y\n",
                        "lines after '#' are comments, header in" + " line 3",
                        "a|b",
                        "1|x"),
                file(
                        "comment with a comma",
                        "# made, today\na,b\n1,2\n3,4\n",
                        "lines after '#' are comments, header in line 2",
                        "a|b",
                        "1|2"),
                file(
                        "comments of MATLAB",
                        "% made today\n1,2\n3,4\n",
                        "lines after '%' are comments, no header (columns are" + " named column_1, …)",
                        "column_1|column_2",
                        "1|2"),
                file(
                        "NumPy's header",
                        "# x y z\n1.0e+00 2.0e+00 3\n4.0e+00 5.0e+00 6\n",
                        "separator space, lines after '#' are" + " comments, header in the comment in line 1",
                        "x|y|z",
                        "1.0e+00|2.0e+00|3"),
                file(
                        "a column called #",
                        "#,Name,HP\n1,Bulbasaur,45\n2,Ivysaur,60\n",
                        "comma-separated values with a header",
                        "#|Name|HP",
                        "1|Bulbasaur|45"),
                file(
                        "colours",
                        "color,n\n#ff0000,1\n#00ff00,2\n",
                        "comma-separated values with a header",
                        "color|n",
                        "#ff0000|1"),
                file(
                        "title lines",
                        "Sales report\nmade 2020\n\nname,amount,unit\nx,1,kg\ny,2,kg\nz,3,g\n",
                        "lines 1–3 skipped, header in line 4",
                        "name|amount|unit",
                        "x|1|kg"),
                file(
                        "title padded by a spreadsheet",
                        "Sales;;;\n;;;\nname;amount;unit;n\nx;1;kg;1\ny;2;kg;2\nz;3;g;3\n",
                        "separator ';', lines 1–2 skipped, header in line 3",
                        "name|amount|unit|n",
                        "x|1|kg|1"),
                file(
                        "thousands",
                        "a;b\n1,234;x\n2,345.5;y\n",
                        "separator ';', ',' between thousands",
                        "a|b",
                        "1,234|x"),
                file(
                        "Turkish prices",
                        "ad;fiyat\nelma;₺1.234,50\narmut;₺7,25\n",
                        "separator ';', decimal comma, '.' between thousands",
                        "ad|fiyat",
                        "elma|₺1.234,50"),
                file(
                        "rupees below a name",
                        "₹5\n₹500\n₹70\n",
                        "no header (columns are named column_1, …)",
                        "column_1",
                        "₹5"),
                file(
                        "decimal commas behind blanks",
                        "nom;prix\nA;1 234,50\nB;12\u202F345,00\n",
                        "separator ';', decimal comma",
                        "nom|prix",
                        "A|1 234,50"),
                file("quoted thousands", "a,b\n\"1,234,567\",x\n5,y\n", "',' between thousands", "a|b", "1,234,567|x"),
                file("quoted decimal commas", "a,b\n\"1,5\",x\n\"2,75\",y\n", "decimal comma", "a|b", "1,5|x"),
                file(
                        "doubtful commas",
                        "a;b\n1,234;x\n5,678;y\n",
                        "separator ';', decimal comma, 1,234 read with a decimal"
                                + " comma (if it is in the thousands, remove it)",
                        "a|b",
                        "1,234|x"),
                file("header alone", "a,b,c\n", "comma-separated values with a header", "a|b|c", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void isFoundOut(String what, String text, String description, String header, String firstRow) {
        var file = Tables.open("t.csv", text);

        assertThat(file.description()).isEqualTo("t.csv: " + description);
        assertThat(file.header()).isEqualTo(List.of(header.split("\\|")));
        var cells = Tables.cells(file);
        if (firstRow.isEmpty()) {
            assertThat(cells).isEmpty();
        } else {
            assertThat(cells.getFirst()).isEqualTo(List.of(firstRow.split("\\|")));
        }
    }

    static Stream<Arguments> encodings() {
        return Stream.of(
                Arguments.of("UTF-8", "", "comma-separated values with a header"),
                Arguments.of("UTF-8", "\uFEFF", "comma-separated values with a header"),
                Arguments.of("UTF-16LE", "\uFEFF", "UTF-16LE"),
                Arguments.of("UTF-16BE", "\uFEFF", "UTF-16BE"),
                Arguments.of("UTF-16LE", "", "UTF-16LE"),
                Arguments.of("UTF-16BE", "", "UTF-16BE"),
                Arguments.of("windows-1252", "", "windows-1252"));
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void encodingsAreFoundOut(String charset, String mark, String description) {
        var text = mark + "größe,b\n1,naïve – “yes”\n2,y\n";

        var file = Tables.open("t.csv", text.getBytes(Charset.forName(charset)));

        assertThat(file.description()).isEqualTo("t.csv: " + description);
        assertThat(file.header()).containsExactly("größe", "b");
        assertThat(Tables.texts(file, "b")).containsExactly("naïve – “yes”", "y");
    }

    @Test
    void bytesThatWindowsDoesNotDefineAreLatin1() {
        var file = Tables.open("t.csv", "a,b\n1,\u0081é\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(file.description()).isEqualTo("t.csv: ISO-8859-1");
    }

    @Test
    void moreColumnsThanUsualLimitsAllowAreRead() {
        var width = 20_000;
        var header = IntStream.range(0, width).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        var row = IntStream.range(0, width).mapToObj(i -> i + ".5").collect(Collectors.joining(","));
        var file = Tables.open("t.csv", header + "\n" + row + "\n" + row + "\n");

        assertThat(file.header()).hasSize(width);
        assertThat(Tables.numbers(file, "c19999")).containsExactly(19999.5, 19999.5);
    }

    @Test
    void whatIsSetIsNotFoundOut() {
        var text = "a;b,c\n1;2,3\n";
        assertThat(Tables.open("t.csv", text, CsvOptions.NONE.withSeparator(';'))
                        .header())
                .containsExactly("a", "b,c");
        assertThat(Tables.open("t.csv", text, CsvOptions.NONE.withSeparator(','))
                        .header())
                .containsExactly("a;b", "c");
        assertThat(Tables.open("t.csv", "1,2\n3,4\n", CsvOptions.NONE.withHeader(true))
                        .header())
                .containsExactly("1", "2");
        assertThat(Tables.open("t.csv", "a,b\n3,4\n", CsvOptions.NONE.withHeader(false))
                        .header())
                .containsExactly("column_1", "column_2");
        assertThat(Tables.open("t.csv", "x,y\na,b\n3,4\n", CsvOptions.NONE.withSkipLines(1))
                        .header())
                .containsExactly("a", "b");
        assertThat(Tables.cells(Tables.open("t.csv", "a,b\n!x,y\n3,4\n", CsvOptions.NONE.withComment('!'))))
                .containsExactly(List.of("3", "4"));
        assertThat(Tables.cells(Tables.open("t.csv", "a,b\n~x,y~,4\n", CsvOptions.NONE.withQuote('~'))))
                .containsExactly(List.of("x,y", "4"));
        assertThat(Tables.numbers(
                        Tables.open(
                                "t.csv",
                                "a;b\n1_000^5;4\n",
                                CsvOptions.NONE.withDecimal('^').withThousands('_')),
                        "a"))
                .containsExactly(1000.5);
        assertThat(Tables.texts(
                        Tables.open("t.csv", "a,b\nNA,x\n*,y\n", CsvOptions.NONE.withMissing(List.of("*"))), "a"))
                .containsExactly("NA", "∅");
    }
}
