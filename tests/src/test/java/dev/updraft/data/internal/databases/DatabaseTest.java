package dev.updraft.data.internal.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.layers.DataLocation;
import dev.updraft.data.DataException;
import dev.updraft.data.internal.tables.QueryTables;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseTest {
    private static final String PASSWORD = "correct horse";

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void makeDatabase() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:h2:" + folder.resolve("shop"), "sa", PASSWORD);
                var statement = connection.createStatement()) {
            statement.execute("create table customers(id int, churn varchar(3))");
            statement.execute("insert into customers values (1, 'Yes')");
        }
    }

    private Database database(String url, @Nullable String user, Map<String, String> environment) {
        return Database.of(new DataLocation.Query(url, "select 1", user, null), folder, environment);
    }

    private static String message(Database database, String query) {
        try {
            QueryTables.of(database, query).scan(_ -> {});
            return "read";
        } catch (DataException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private String message(String query) {
        return message(database("jdbc:h2:./shop", "sa", Map.of("UPDRAFT_DB_PASSWORD", PASSWORD)), query);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:./shop,                  jdbc:h2:/models/a/shop",
        "jdbc:h2:../shop;MODE=MySQL,      jdbc:h2:/models/shop;MODE=MySQL",
        "jdbc:h2:file:./data/shop,        jdbc:h2:file:/models/a/data/shop",
        "jdbc:sqlite:./shop.db?cache=off, jdbc:sqlite:/models/a/shop.db?cache=off",
        "jdbc:hsqldb:file:./shop,         jdbc:hsqldb:file:/models/a/shop",
        "jdbc:h2:~/shop,                  jdbc:h2:~/shop",
        "jdbc:h2:mem:shop,                jdbc:h2:mem:shop",
        "jdbc:h2:/abs/../shop,            jdbc:h2:/abs/../shop",
        "jdbc:duckdb:,                    jdbc:duckdb:",
        "jdbc:postgresql://h/./shop,      jdbc:postgresql://h/./shop"
    })
    void pathsInUrlsAreRelativeToTheFolderOfTheModel(String url, String resolved) {
        assertThat(Database.resolved(url, Path.of("/models/a"))).isEqualTo(resolved);
    }

    @Test
    void anyUrlIsResolvedToOne() {
        var random = new Random(5);
        var alphabet = "jdbc:h2./\\;?~ ü%\0";
        for (var i = 0; i < 20_000; i++) {
            var url = new StringBuilder("jdbc:h2:");
            for (var length = random.nextInt(12); length > 0; length--) {
                url.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(Database.resolved(url.toString(), Path.of("/models"))).startsWith("jdbc:h2:");
        }
    }

    @Test
    void aDatabaseIsReadWithItsPassword() {
        assertThat(message("select * from customers")).isEqualTo("read");
    }

    @Test
    void whatTheDatabaseRefusesIsOneLine() {
        assertThat(message("select * from customer"))
                .isEqualTo("jdbc:h2:./shop: Table \"CUSTOMER\" not found; correct the query");
        assertThat(message("select nothing from customers"))
                .isEqualTo("jdbc:h2:./shop: Column \"NOTHING\" not found; correct the query");
        assertThat(message("selec *\nfrom customers"))
                .startsWith("jdbc:h2:./shop: Syntax error in SQL statement \"[*]selec *")
                .endsWith("; correct the query")
                .doesNotContain("\n");
        assertThat(message("delete from customers"))
                .isEqualTo("jdbc:h2:./shop: Method is only allowed for a query. Use execute or executeUpdate instead of"
                        + " executeQuery; correct the query");
        assertThat(message("select * from customers where id > 1"))
                .isEqualTo("jdbc:h2:./shop: the query gives no rows; correct it");
        assertThat(message("select id / 0 as ratio from customers"))
                .isEqualTo("jdbc:h2:./shop: Division by zero: \"1\"; correct the query");
    }

    @Test
    void aWrongPasswordIsNotPrinted() {
        var wrong = database("jdbc:h2:./shop", "sa", Map.of("UPDRAFT_DB_PASSWORD", "swordfish"));
        assertThat(message(wrong, "select 1"))
                .isEqualTo("jdbc:h2:./shop: Wrong user name or password; check user: in sql(…), and the password in the"
                        + " environment variable UPDRAFT_DB_PASSWORD");
        assertThat(message(database("jdbc:h2:./shop", "sa", Map.of()), "select 1"))
                .isEqualTo("jdbc:h2:./shop: Wrong user name or password; check user: in sql(…), and the password in the"
                        + " environment variable UPDRAFT_DB_PASSWORD, which is not set");
        assertThat(message(database("jdbc:h2:./shop", null, Map.of()), "select 1"))
                .isEqualTo("jdbc:h2:./shop: Wrong user name or password; set user: in sql(…), and its password in the"
                        + " environment variable UPDRAFT_DB_PASSWORD");
        assertThat(wrong.toString()).isEqualTo("jdbc:h2:./shop");
        assertThat(wrong.failure(new SQLException("no swordfish\n\tat line 2"), "try again"))
                .hasMessage("jdbc:h2:./shop: no ***; try again");
    }

    @Test
    void aVariableThatIsNamedMustBeSet() {
        var query = new DataLocation.Query("jdbc:h2:./shop", "select 1", "sa", "SHOP_PASSWORD");
        assertThatThrownBy(() -> Database.of(query, folder, Map.of("UPDRAFT_DB_PASSWORD", "x")))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "jdbc:h2:./shop: the environment variable SHOP_PASSWORD (password_env) is not set; set it to"
                                + " the password");
        assertThat(message(Database.of(query, folder, Map.of("SHOP_PASSWORD", PASSWORD)), "select 1"))
                .isEqualTo("read");
    }

    @Test
    void noDatabaseIsMadeByReadingIt() {
        assertThat(message(database("jdbc:h2:./shup", "sa", Map.of()), "select 1"))
                .startsWith("jdbc:h2:./shup: Database \"" + folder.resolve("shup") + "\" not found")
                .endsWith("; check the URL, and whether the database is there and running");
        assertThat(message(database("jdbc:duckdb:./shup.db", null, Map.of()), "select 1"))
                .startsWith("jdbc:duckdb:./shup.db: ")
                .endsWith("; check the URL, and whether the database is there and running");
        assertThat(folder.toFile().list()).containsExactly("shop.mv.db");
    }

    @Test
    void aMissingDriverIsNamed() {
        assertThat(message(database("jdbc:postgresql://localhost/shop", null, Map.of()), "select 1"))
                .isEqualTo(
                        "jdbc:postgresql://localhost/shop: needs the driver org.postgresql:postgresql, which is not on"
                                + " the class path; download its .jar from Maven Central and set the environment variable"
                                + " UPDRAFT_CLASSPATH to its path; in Java, add org.postgresql:postgresql to your dependencies");
        assertThat(message(database("jdbc:postgres://localhost/shop", null, Map.of()), "select 1"))
                .isEqualTo(
                        "jdbc:postgres://localhost/shop: no driver on the class path takes jdbc:postgres:; did you mean"
                                + " jdbc:postgresql:?");
        assertThat(message(database("jdbc:x-y:shop", null, Map.of()), "select 1"))
                .isEqualTo(
                        "jdbc:x-y:shop: no driver on the class path takes jdbc:x-y:; download the driver of the database"
                                + " and set the environment variable UPDRAFT_CLASSPATH to the path of its .jar; in Java, add it"
                                + " to your dependencies");
    }
}
