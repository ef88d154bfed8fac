package dev.updraft.data.internal.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is written in any dialect is read back, without telling the dialect. */
class CsvRoundTripTest {
    private static final List<String> WORDS =
            List.of("Oslo", "New York", "Köln", "a-b", "it's", "x, y", "u; v", "p|q", "say \"hi\"", "two\nlines", "É");

    @Property(tries = 500)
    void isReadBack(@ForAll long seed) {
        var random = new Random(seed);
        var separator = ",;\t|".charAt(random.nextInt(4));
        var decimal = separator != ',' && random.nextBoolean() ? ',' : '.';
        var charset = Charset.forName(
                List.of("UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252").get(random.nextInt(4)));
        var newline = List.of("\n", "\r\n").get(random.nextInt(2));
        var columns = 2 + random.nextInt(5);
        var rows = 5 + random.nextInt(40);
        var text = new StringBuilder();
        if (random.nextBoolean()) {
            text.append("# a comment").append(newline);
        }
        var index = random.nextBoolean();
        var names = IntStream.range(0, columns).mapToObj(column -> "n" + column).toList();
        text.append(index ? separator : "")
                .append(String.join(String.valueOf(separator), names))
                .append(newline);
        var numbers = new double[columns][rows];
        var words = new ArrayList<List<String>>();
        for (var row = 0; row < rows; row++) {
            var cells = new ArrayList<String>();
            var texts = new ArrayList<String>();
            if (index) {
                cells.add(String.valueOf(row));
            }
            for (var column = 0; column < columns; column++) {
                if (column % 2 == 0) {
                    numbers[column][row] = random.nextInt(10) == 0 ? Double.NaN : random.nextGaussian() * 100;
                    var number = numbers[column][row];
                    cells.add(Double.isNaN(number) ? "" : String.valueOf(number).replace('.', decimal));
                    texts.add("");
                } else {
                    var word = WORDS.get(random.nextInt(WORDS.size()));
                    texts.add(word);
                    cells.add(quoted(word, separator));
                }
            }
            words.add(texts);
            text.append(String.join(String.valueOf(separator), cells)).append(newline);
        }
        var bytes = text.toString().getBytes(charset);

        var file = TableFiles.open(new ByteArrayInputStream(bytes), "t.csv", CsvOptions.NONE);

        assertThat(file.header()).as(text.toString()).isEqualTo(names);
        var requests = IntStream.range(0, columns)
                .mapToObj(column -> new ColumnRequest(names.get(column), column % 2 == 0 ? Kind.NUMBER : Kind.TEXT))
                .toList();
        var table = file.read(requests);
        for (var column = 0; column < columns; column++) {
            switch (table.columns().get(column)) {
                case Column.Numbers(var values) -> assertThat(values).isEqualTo(numbers[column]);
                case Column.Texts(var codes, var values) -> {
                    var place = column;
                    assertThat(IntStream.of(codes).mapToObj(values::get).toList())
                            .isEqualTo(words.stream().map(row -> row.get(place)).collect(Collectors.toList()));
                }
                case Column.SpilledNumbers _, Column.SpilledTexts _ -> throw new AssertionError("so small a table");
            }
        }
    }

    private static String quoted(String word, char separator) {
        var needed = word.indexOf(separator) >= 0 || word.indexOf('"') >= 0 || word.indexOf('\n') >= 0;
        return needed ? "\"" + word.replace("\"", "\"\"") + "\"" : word;
    }
}
