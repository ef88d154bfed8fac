package dev.updraft.data.internal.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.layers.DataLocation;
import dev.updraft.data.DataException;
import dev.updraft.data.internal.databases.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryTablesTest {
    private static final String URL = "jdbc:h2:mem:tables";

    private Connection connection;

    QueryTablesTest() throws SQLException {
        connection = DriverManager.getConnection(URL);
    }

    @BeforeEach
    void makeTable() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("""
                    create table t(id int, big bigint, price decimal(10, 2), ratio double, word varchar(20), letter char(3),
                        truth boolean, born date, clock time, moment timestamp, zoned timestamp with time zone, notes clob,
                        code uuid, photo blob, tags int array)""");
            statement.execute("""
                    insert into t(id, big, price, ratio, word, letter, truth, born, clock, moment, zoned, notes, code) values
                    (2, 9007199254740993, 10.50, 0.1, 'NA', 'a', true, '2024-02-29', '10:30', '2024-03-31 02:30',
                        '2024-05-01 10:00+02', 'long', '123e4567-e89b-12d3-a456-426614174000'),
                    (1, null, null, null, null, null, null, null, null, null, null, null, null),
                    (3, 5, 1e3, -2.0, ' x ', '', false, '1969-07-20', '00:00', '2024-03-31 00:00', '2024-05-01 00:00Z', '', null)
                    """);
        }
    }

    @AfterEach
    void dropTable() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("drop table t");
        }
        connection.close();
    }

    private static TableFile table(String query) {
        var location = new DataLocation.Query(URL, query, null, null);
        return QueryTables.of(Database.of(location, Path.of(""), Map.of()), query);
    }

    private static final String ALL =
            "select id, big, price, ratio, word, letter, truth, born, clock, moment, zoned, notes,"
                    + " code from t order by word desc, id";

    private static final List<List<String>> CELLS = List.of(
            List.of(
                    "2",
                    "9007199254740993",
                    "10.50",
                    "0.1",
                    "NA",
                    "a",
                    "true",
                    "2024-02-29",
                    "10:30",
                    "2024-03-31T02:30",
                    "2024-05-01T10:00+02:00",
                    "long",
                    "123e4567-e89b-12d3-a456-426614174000"),
            List.of(
                    "3",
                    "5",
                    "1000.00",
                    "-2",
                    "x",
                    "∅",
                    "false",
                    "1969-07-20",
                    "00:00",
                    "2024-03-31",
                    "2024-05-01T00:00Z",
                    "∅",
                    "∅"),
            List.of("1", "∅", "∅", "∅", "∅", "∅", "∅", "∅", "∅", "∅", "∅", "∅", "∅"));

    @Test
    void allTypesAreReadInTheOrderOfTheQuery() {
        var table = table(ALL);

        assertThat(table.header())
                .containsExactly(
                        "ID", "BIG", "PRICE", "RATIO", "WORD", "LETTER", "TRUTH", "BORN", "CLOCK", "MOMENT", "ZONED",
                        "NOTES", "CODE");
        assertThat(Tables.cells(table(ALL.replace("desc", "desc nulls last")))).isEqualTo(CELLS);
        assertThat(table.description()).isEqualTo(URL + ": rows of a query");
    }

    @Test
    void theTimeZoneOfTheProcessPlaysNoPart() {
        var before = TimeZone.getDefault();
        try {
            // Where half past two did not exist on that day.
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            assertThat(Tables.texts(table("select moment from t where id = 2"), "MOMENT"))
                    .containsExactly("2024-03-31T02:30");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void aResultIsReadAsTheQueryIs() throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(ALL.replace("desc", "desc nulls last"))) {
            var table = QueryTables.of(result);
            assertThat(Tables.cells(table)).isEqualTo(CELLS);
            assertThat(result.isClosed()).isFalse();
            assertThat(table.read(List.of()).place(0)).isEqualTo("result set: row 1");
        }
    }

    @Test
    void aBadCellIsNamedByItsRow() {
        assertThatThrownBy(() -> Tables.numbers(table("select id, word from t order by id"), "WORD"))
                .isInstanceOf(DataException.class)
                .hasMessage(URL + ": 2 cells cannot be read:\n  " + URL
                        + ": row 2: column WORD: 'NA' is not a number\n  "
                        + URL
                        + ": row 3: column WORD: 'x' is not a number\n  most cells of column WORD are not numbers:"
                        + " declare it as category");
    }

    @Test
    void whatIsNoCellIsRefused() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("update t set photo = x'00ff', tags = array[1, 2] where id = 1");
        }
        assertThatThrownBy(() -> Tables.cells(table("select * from t order by id")))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        URL + ": row 1: column PHOTO is of type BINARY LARGE OBJECT, which is neither number nor text"
                                + " nor date; leave it out of the query");
        assertThatThrownBy(() -> Tables.cells(table("select tags from t order by id")))
                .isInstanceOf(DataException.class)
                .hasMessage(URL + ": row 1: column TAGS is of type INTEGER ARRAY, which is neither number nor text nor"
                        + " date; leave it out of the query");
    }

    @Test
    void columnsOfOneNameAreToldApartByNumbers() {
        var table = table("select id, word as x, letter as x from t");
        assertThat(table.header()).containsExactly("ID", "X", "X_2");
        assertThat(Tables.texts(table, "X")).isEqualTo(Tables.texts(table("select word as x from t"), "X"));
        assertThat(Tables.texts(table, "X_2")).isEqualTo(Tables.texts(table("select letter as x from t"), "X"));
    }
}
