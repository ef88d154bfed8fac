package dev.updraft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.Updraft;
import dev.updraft.compiler.layers.DataLocation;
import dev.updraft.data.internal.tables.Spreadsheet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same customers from wherever they come train the same weights. */
class DataLocationsTest {
    private static final int ROWS = 80;

    @TempDir
    private Path folder = Path.of("");

    private static String model(String data) {
        return """
                model Churn {
                    input customer {
                        customer_id: id
                        tenure: number
                        charges: number(optional: true)
                        senior: bool
                        contract: category
                        since: date
                    }
                    target churn: class["No", "Yes"]
                    network { customer -> encode -> dense(4, activation: relu) -> dense(1) -> logit }
                    loss binary_crossentropy(logit, churn)
                    optimizer adam(learning_rate: 0.01)
                    fit { epochs: 2, batch_size: 16, device: reference, data: %s }
                }
                """.formatted(data);
    }

    private record Customer(
            int customerId,
            double tenure,
            @Nullable Double charges,
            boolean senior,
            String contract,
            LocalDate since,
            String churn) {}

    private static List<Customer> customers() {
        var random = new Random(1);
        var customers = new ArrayList<Customer>();
        for (var i = 0; i < ROWS; i++) {
            var stays = random.nextBoolean();
            customers.add(new Customer(
                    i,
                    stays ? 20 + random.nextInt(50) : random.nextInt(30) + 0.5,
                    random.nextInt(5) == 0 ? null : random.nextInt(1000) / 4.0,
                    random.nextBoolean(),
                    List.of("monthly", "one year", "two years").get(random.nextInt(3)),
                    LocalDate.of(2020, 1, 1).plusDays(random.nextInt(1500)),
                    stays ? "No" : "Yes"));
        }
        return customers;
    }

    /** The weights after training on what the {@code fit} block says. */
    private byte[] trained(String data) throws IOException {
        var file = Files.writeString(folder.resolve("churn.model"), model(data));
        try (var model = Updraft.compile(file).on()) {
            var location =
                    Objects.requireNonNull(model.compiled().layers().fit().data());
            return weights(model, Datasets.open(location, folder).read(Split.TRAIN, model.dataSpec(), Progress.NONE));
        }
    }

    private byte[] trained(Dataset dataset) throws IOException {
        var file = Files.writeString(folder.resolve("churn.model"), model("\"unused\""));
        try (var model = Updraft.compile(file).on()) {
            return weights(model, dataset);
        }
    }

    private byte[] weights(dev.updraft.Model model, Dataset dataset) {
        model.fit(dataset);
        var weights = new ArrayList<Float>();
        var predictions = model.predict(dataset);
        predictions.forEach(values -> weights.add(values[0]));
        return weights.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void writeCsv(String name) throws IOException {
        var text = new StringBuilder("exported\nby hand\n# für;tenure\n");
        for (var customer : customers()) {
            text.append(String.format(
                    Locale.GERMANY,
                    "%d;%.1f;%s;%s;'%s';%s;%s\n",
                    customer.customerId,
                    customer.tenure,
                    customer.charges == null ? "unbekannt" : String.format(Locale.GERMANY, "%.2f", customer.charges),
                    customer.senior ? "yes" : "no",
                    customer.contract.replace("monthly", "mönthly;"),
                    customer.since,
                    customer.churn));
        }
        Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
    }

    private static final String CSV = """
            csv("customers.export", separator: ";", quote: "'", decimal: ",", header: false, skip: 2, comment: "#",
                encoding: "ISO-8859-1", missing: ["unbekannt"])""";

    private void fillDatabase() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:h2:" + folder.resolve("shop"));
                var statement = connection.createStatement()) {
            statement.execute(
                    "create table customers(customer_id int, tenure double, charges decimal(10, 2), senior boolean,"
                            + " contract varchar(20), since date, churn varchar(3))");
            try (var insert = connection.prepareStatement("insert into customers values (?, ?, ?, ?, ?, ?, ?)")) {
                for (var customer : customers().reversed()) {
                    insert.setInt(1, customer.customerId);
                    insert.setDouble(2, customer.tenure);
                    insert.setObject(3, customer.charges);
                    insert.setBoolean(4, customer.senior);
                    insert.setString(5, customer.contract);
                    insert.setObject(6, customer.since);
                    insert.setString(7, customer.churn);
                    insert.execute();
                }
            }
        }
    }

    private static Map<String, Object> columns() {
        var customers = customers();
        var columns = new LinkedHashMap<String, Object>();
        columns.put(
                "customer_id", customers.stream().mapToInt(Customer::customerId).toArray());
        columns.put("tenure", customers.stream().mapToDouble(Customer::tenure).toArray());
        columns.put(
                "charges",
                customers.stream()
                        .mapToDouble(customer -> customer.charges == null ? Double.NaN : customer.charges)
                        .toArray());
        var seniors = new boolean[customers.size()];
        for (var i = 0; i < seniors.length; i++) {
            seniors[i] = customers.get(i).senior;
        }
        columns.put("senior", seniors);
        columns.put("contract", customers.stream().map(Customer::contract).toArray(String[]::new));
        columns.put("since", customers.stream().map(Customer::since).toList());
        columns.put("churn", customers.stream().map(Customer::churn).toList());
        return columns;
    }

    @Test
    void aQueryAResultAndColumnsTrainAsRecordsDo() throws Exception {
        fillDatabase();
        var records = trained(Datasets.of(customers()));

        assertThat(trained("sql(\"jdbc:h2:./shop\", \"select * from customers order by customer_id\")"))
                .isEqualTo(records);
        assertThat(trained(Datasets.of(columns()))).isEqualTo(records);
        try (var connection = DriverManager.getConnection("jdbc:h2:" + folder.resolve("shop"));
                var statement = connection.createStatement();
                var result = statement.executeQuery("select * from customers order by customer_id")) {
            assertThat(trained(Datasets.of(result))).isEqualTo(records);
        }
        assertThat(trained("sql(\"jdbc:h2:./shop\", \"select * from customers order by customer_id desc\")"))
                .isNotEqualTo(records);
    }

    @Test
    void aSheetTrainsAsRecordsDo() throws IOException {
        var rows = new ArrayList<List<@Nullable Object>>();
        rows.add(List.of("customer_id", "tenure", "charges", "senior", "contract", "since", "churn"));
        for (var customer : customers()) {
            rows.add(Arrays.asList(
                    customer.customerId,
                    customer.tenure,
                    customer.charges,
                    customer.senior,
                    customer.contract,
                    customer.since,
                    customer.churn));
        }
        var file = Spreadsheet.of(rows).write(folder.resolve("customers.xlsx"));
        var records = trained(Datasets.of(customers()));

        assertThat(trained("\"customers.xlsx\"")).isEqualTo(records);
        assertThat(trained("excel(\"customers.xlsx\", sheet: \"Sheet1\")")).isEqualTo(records);
        assertThatThrownBy(() -> trained("excel(\"customers.xlsx\", sheet: \"2026\")"))
                .isInstanceOf(DataException.class)
                .hasMessage(file + ": has no sheet '2026'; its sheets are Sheet1");
        assertThatThrownBy(() -> trained("excel(\"none.xlsx\")"))
                .isInstanceOf(DataException.class)
                .hasMessage(folder.resolve("none.xlsx") + ": no such file; pass the path of an Excel file");
        assertThatThrownBy(() -> trained("csv(\"customers.xlsx\")"))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        file + ": csv(…) is for CSV files; write the path alone, \"customers.xlsx\", for a file that"
                                + " ends with .xlsx");
    }

    @Test
    void optionsOfACsvFileOverrideWhatIsFoundOut() throws IOException {
        writeCsv("customers.export");
        var file = Files.writeString(
                folder.resolve("churn.model"),
                model(CSV)
                        .replace("customer_id: id", "customer_id: id \"column_1\"")
                        .replace("tenure: number", "tenure: number \"column_2\"")
                        .replace("charges: number(optional: true)", "charges: number(optional: true) \"column_3\"")
                        .replace("senior: bool", "senior: bool \"column_4\"")
                        .replace("contract: category", "contract: category \"column_5\"")
                        .replace("since: date", "since: date \"column_6\"")
                        .replace("churn: class[\"No\", \"Yes\"]", "churn: class[\"No\", \"Yes\"] \"column_7\""));
        try (var model = Updraft.compile(file).on()) {
            var location =
                    Objects.requireNonNull(model.compiled().layers().fit().data());
            var read = Datasets.open(location, folder).read(Split.TRAIN, model.dataSpec(), Progress.NONE);

            assertThat(read.size()).isEqualTo(ROWS);
            var columns = read.columns(0);
            var customers = customers();
            for (var row = 0; row < ROWS; row++) {
                var charges = customers.get(row).charges;
                assertThat(((ColumnValues.Numbers) columns.get(1)).at(row)).isEqualTo(customers.get(row).tenure);
                assertThat(((ColumnValues.Numbers) columns.get(2)).at(row))
                        .isEqualTo(charges == null ? Double.valueOf(Double.NaN) : charges);
            }
            assertThat(((ColumnValues.Texts) columns.get(4)).texts()).contains("mönthly;");
        }
    }

    @Test
    void whatIsNoCsvFileIsRefused() throws IOException {
        Files.writeString(folder.resolve("a.json"), "[]");
        assertThatThrownBy(() -> trained("csv(\"a.json\")"))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        folder.resolve("a.json") + ": csv(…) is for CSV files; write the path alone, \"a.json\", for a"
                                + " file that ends with .json");
        assertThatThrownBy(() -> trained("csv(\"none.csv\")"))
                .isInstanceOf(DataException.class)
                .hasMessage(folder.resolve("none.csv") + ": no such file; pass the path of a CSV file");
        assertThatThrownBy(() -> trained("csv(\".\")"))
                .isInstanceOf(DataException.class)
                .hasMessage(folder + ": is a folder; name a file in it");
    }

    @Test
    void aModelOfATensorSaysThatItNeedsColumns() throws IOException, SQLException {
        fillDatabase();
        Files.writeString(folder.resolve("a.csv"), "a,b\n1,2\n");
        var spec = new DataSpec(dev.updraft.compiler.tensor.Shape.of(2), null, "y");
        var csv =
                Datasets.open(new DataLocation.CsvFile("a.csv", dev.updraft.compiler.columns.CsvOptions.NONE), folder);
        assertThatThrownBy(() -> csv.read(Split.TRAIN, spec, Progress.NONE))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        folder.resolve("a.csv") + ": csv(…) is for models that declare columns, as in input row { age:"
                                + " number }; declare them, or write the path alone");
        var sql = Datasets.open(new DataLocation.Query("jdbc:h2:./shop", "select 1", null, null), folder);
        assertThat(sql.description()).isEqualTo("jdbc:h2:./shop");
        assertThat(sql.split()).isFalse();
        assertThatThrownBy(() -> sql.read(Split.TRAIN, spec, Progress.NONE))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "jdbc:h2:./shop: rows of databases are read by the names of their columns; declare those in the"
                                + " model, as in input row { age: number }");
    }

    @Test
    void columnsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> Datasets.of(Map.of()))
                .isInstanceOf(DataException.class)
                .hasMessage("there are no columns; at least 1 is needed");
        assertThatThrownBy(() -> Datasets.of(Map.of("a", new int[0])))
                .isInstanceOf(DataException.class)
                .hasMessage("there are no rows; at least 1 is needed");
        assertThatThrownBy(() -> Datasets.of(Map.of("a", "1,2,3")))
                .isInstanceOf(DataException.class)
                .hasMessage("column a is a java.lang.String, where an array or a list of its cells is expected");
        assertThatThrownBy(() -> Datasets.of(Collections.singletonMap("a", null)))
                .isInstanceOf(DataException.class)
                .hasMessage("column a is null, where an array or a list of its cells is expected");
        var columns = new LinkedHashMap<String, Object>();
        columns.put("a", new float[] {1, 2});
        columns.put("b", Arrays.asList(1, null, 3));
        assertThatThrownBy(() -> Datasets.of(columns))
                .isInstanceOf(DataException.class)
                .hasMessage("column b has 3 cells, but column a has 2; all columns need as many");
    }

    @Test
    void aResultWithoutRowsIsRefused() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:h2:mem:");
                var statement = connection.createStatement();
                var result = statement.executeQuery("select 1 as a where 1 = 0")) {
            assertThatThrownBy(() -> Datasets.of(result))
                    .isInstanceOf(DataException.class)
                    .hasMessage("the result set has no rows; at least 1 is needed");
        }
    }
}
