package com.example.churn;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/**
 * The database of a shop. Its customers are made up: they are drawn at random, always the same, and who leaves depends on the
 * contract, the months as a customer, the calls to support and chance.
 */
public final class Shop {
    private static final List<String> CONTRACTS = List.of("monthly", "one year", "two years");
    private static final List<String> PAYMENTS = List.of("invoice", "card", "direct debit");
    private static final LocalDate TODAY = LocalDate.of(2025, 1, 1);

    /** Those who have stayed or left, and those who may leave. */
    static final int PAST = 1500;

    static final int CURRENT = 20;

    private Shop() {}

    /** Takes the file of the database, as in {@code shop}; makes it, or replaces its customers. */
    public static void main(String[] arguments) throws SQLException {
        var file = Path.of(arguments.length == 0 ? "shop" : arguments[0]);
        fill(file);
        System.out.println(url(file) + ": " + (PAST + CURRENT) + " customers");
    }

    /** The address of the database in a file. */
    static String url(Path file) {
        return "jdbc:h2:" + file.toAbsolutePath().toString().replace('\\', '/');
    }

    /** A connection to the database, whose user has the password that the environment gives, if any. */
    static Connection connect(Path file) throws SQLException {
        var password = System.getenv("UPDRAFT_DB_PASSWORD");
        return DriverManager.getConnection(url(file), "sa", password == null ? "" : password);
    }

    static void fill(Path file) throws SQLException {
        try (var connection = connect(file)) {
            try (var statement = connection.createStatement()) {
                statement.execute("drop table if exists customers");
                statement.execute("""
                        create table customers (
                            customer_id     int primary key,
                            tenure          int not null,
                            monthly_charges decimal(8, 2) not null,
                            last_bill       decimal(8, 2),
                            contract        varchar(20) not null,
                            payment         varchar(20) not null,
                            support_calls   int not null,
                            online_only     boolean not null,
                            signed          date not null,
                            outcome         varchar(10)  -- null: still to be seen
                        )""");
            }
            insert(connection);
        }
    }

    private static void insert(Connection connection) throws SQLException {
        var random = new Random(2025);
        try (var insert = connection.prepareStatement("insert into customers values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (var id = 1; id <= PAST + CURRENT; id++) {
                var contract = random.nextInt(CONTRACTS.size());
                var tenure = random.nextInt(1 + 24 * (contract + 1));
                var charges = 20 + random.nextInt(8000) / 100.0;
                var calls = random.nextInt(7);
                insert.setInt(1, id);
                insert.setInt(2, tenure);
                insert.setDouble(3, charges);
                if (tenure == 0) {
                    insert.setNull(4, Types.DECIMAL);
                } else {
                    insert.setDouble(4, charges + random.nextInt(2000) / 100.0);
                }
                insert.setString(5, CONTRACTS.get(contract));
                insert.setString(6, PAYMENTS.get(random.nextInt(PAYMENTS.size())));
                insert.setInt(7, calls);
                insert.setBoolean(8, random.nextBoolean());
                insert.setDate(9, Date.valueOf(TODAY.minusMonths(tenure).minusDays(random.nextInt(28))));
                var leaning = 1.0 - 1.6 * contract - 0.04 * tenure + 0.6 * calls + 0.01 * charges;
                var leaves = 1 / (1 + Math.exp(1.2 - leaning)) > random.nextDouble();
                insert.setString(10, id > PAST ? null : leaves ? "leaves" : "stays");
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
