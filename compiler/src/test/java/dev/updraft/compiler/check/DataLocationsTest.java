package dev.updraft.compiler.check;

import static dev.updraft.compiler.check.Models.graph;
import static dev.updraft.compiler.check.Models.messages;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.compiler.layers.DataLocation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code data}, {@code validation} and {@code test} of a {@code fit} block may be. */
class DataLocationsTest {

    private static String model(String setting) {
        return """
                model M {
                    input row { age: number }
                    target y: class[2]
                    network { row -> encode -> dense(1) -> logit }
                    loss binary_crossentropy(logit, y)
                    optimizer adam
                    fit { %s }
                }
                """.formatted(setting);
    }

    private static DataLocation data(String expression) {
        var data = graph(model("data: " + expression)).fit().data();
        assertThat(data).isNotNull();
        return data == null ? new DataLocation.Named("") : data;
    }

    @Test
    void aTextIsANameOrPath() {
        assertThat(data("\"customers.csv\"")).isEqualTo(new DataLocation.Named("customers.csv"));
        assertThat(data("\"csv\"")).isEqualTo(new DataLocation.Named("csv"));
    }

    @Test
    void aSheetHasANameAndRowsAboveIt() {
        assertThat(data("excel(\"a.xlsx\")")).isEqualTo(new DataLocation.ExcelFile("a.xlsx", null, 0));
        assertThat(data("excel(\"a.xlsx\", sheet: \"2026\", skip: 3)"))
                .isEqualTo(new DataLocation.ExcelFile("a.xlsx", "2026", 3));
    }

    @Test
    void aParameterOfTheModelMayHoldIt() {
        var source = model("data: file").replace("model M {", "model M(file: string = \"a.csv\") {");

        assertThat(graph(source).fit().data()).isEqualTo(new DataLocation.Named("a.csv"));
    }

    @Test
    void optionsOfACsvFileAreTheOnesGiven() {
        assertThat(data("csv(\"a.txt\")")).isEqualTo(new DataLocation.CsvFile("a.txt", CsvOptions.NONE));
        assertThat(data("""
                        csv("a.txt", separator: ";", quote: "'", decimal: ",", thousands: ".", comment: "#",
                            encoding: "ISO-8859-1", header: false, skip: 3, missing: ["NA", ""])"""))
                .isEqualTo(new DataLocation.CsvFile(
                        "a.txt",
                        new CsvOptions(
                                ';', '\'', ',', '.', '#', StandardCharsets.ISO_8859_1, false, List.of("NA", ""), 3)));
        assertThat(data("csv(\"a.txt\", missing: \"-\")"))
                .isEqualTo(new DataLocation.CsvFile("a.txt", CsvOptions.NONE.withMissing(List.of("-"))));
        assertThat(data("csv(\"a.txt\", separator: \"\\t\")"))
                .isEqualTo(new DataLocation.CsvFile("a.txt", CsvOptions.NONE.withSeparator('\t')));
    }

    @Test
    void validationAndTestDataMayBeTheSame() {
        var fit = graph(model("data: \"a.csv\", validation: csv(\"b.csv\"), test: sql(\"jdbc:x:y\", \"select 1\")"))
                .fit();

        assertThat(fit.validation()).isEqualTo(new DataLocation.CsvFile("b.csv", CsvOptions.NONE));
        assertThat(fit.test()).isEqualTo(new DataLocation.Query("jdbc:x:y", "select 1", null, null));
    }

    @Test
    void aQueryHasAUserAndAVariableForThePassword() {
        assertThat(data("sql(\"jdbc:h2:./shop\", \"select 1\", user: \"sa\", password_env: \"SHOP\")"))
                .isEqualTo(new DataLocation.Query("jdbc:h2:./shop", "select 1", "sa", "SHOP"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5 | M0101: ^data^ expects text in quotation marks or a data source such as csv, excel, sql, found 5",
                "cvs(\"a\") | M0307: there is no data source ^cvs^",
                "csv | M0302: ^csv^ needs ^path: string^",
                "csv(\"a\", seperator: \";\") | M0301: ^csv^ has no argument ^seperator^",
                "csv(\"a\", separator: \";;\") | M0306: ^separator^ expects one character, found \";;\"",
                "csv(\"a\", separator: \"\") | M0306: ^separator^ expects one character, found an empty text",
                "csv(\"a\", quote: \"\\n\") | M0306: ^quote^ expects one character, found a line break",
                "csv(\"a\", separator: \"x\", quote: \"x\") | M0306: ^quote^ is the same character as ^separator^; set different ones",
                "csv(\"a\", decimal: \",\", thousands: \",\") | M0306: ^thousands^ is the same character as ^decimal^; set different ones",
                "csv(\"a\", decimal: \"e\") | M0306: ^decimal^ is \"e\", which is a part of numbers; set \".\" or \",\"",
                "csv(\"a\", encoding: \"UTF8000\") | M0306: ^encoding^ expects an encoding such as \"UTF-8\", \"windows-1252\" or \"UTF-16\", found \"UTF8000\"",
                "csv(\"a\", encoding: \"?\") | M0306: ^encoding^ expects an encoding such as \"UTF-8\", \"windows-1252\" or \"UTF-16\", found \"?\"",
                "csv(\"a\", encoding: \"\") | M0306: ^encoding^ expects an encoding such as \"UTF-8\", \"windows-1252\" or \"UTF-16\", found \"\"",
                "csv(\"a\", header: 1) | M0101: ^header^ expects true or false, found 1",
                "csv(\"a\", skip: -1) | M0305: ^skip^ expects an integer of at least 0, found -1",
                "csv(\"a\", missing: 9) | M0101: ^missing^ expects text in quotation marks, found 9",
                "sql(\"jdbc:h2:x\") | M0302: ^sql^ needs ^query: string^",
                "sql(\"shop\", \"select 1\") | M0306: ^url^ expects the address of a database such as \"jdbc:postgresql://localhost/shop\"",
                "sql(\"jdbc:h2:x\", \" \") | M0306: ^query^ expects a statement such as \"select * from customers\"",
                "sql(\"jdbc:h2:x\", \"select 1\", password_env: \"a b\") | M0306: ^password_env^ expects the name of an environment variable such as SHOP_PASSWORD",
            })
    void whatIsWrongIsSaid(String expression, String message) {
        assertThat(messages(model("data: " + expression))).containsExactly(message.replace('^', '`'));
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:./shop;PASSWORD=x",
        "jdbc:mysql://host/shop?user=a&password=x",
        "jdbc:sqlserver://host;databaseName=shop;user=a;pwd=x",
        "jdbc:postgresql://a:x@host/shop",
        "jdbc:oracle:thin:a/x@host:1521:shop"
    })
    void aPasswordInTheUrlIsRefused(String url) {
        assertThat(messages(model("data: sql(\"" + url + "\", \"select 1\")")))
                .containsExactly(
                        "M0306: `url` has a password, which would be saved with the model; remove it, and set the"
                                + " environment variable UPDRAFT_DB_PASSWORD");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:./shop",
        "jdbc:postgresql://localhost:5432/shop?ssl=true",
        "jdbc:oracle:thin:@//host:1521/shop",
        "jdbc:oracle:thin:@host:1521:shop",
        "jdbc:sqlserver://host:1433;databaseName=shop;encrypt=true",
        "jdbc:h2:C:/data/shop",
        "jdbc:duckdb:",
        "jdbc:sqlite:/home/a@b/shop.db"
    })
    void anUrlWithoutOneIsNot(String url) {
        assertThat(data("sql(\"" + url + "\", \"select 1\")"))
                .isEqualTo(new DataLocation.Query(url, "select 1", null, null));
    }
}
