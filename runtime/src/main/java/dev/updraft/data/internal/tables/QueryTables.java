package dev.updraft.data.internal.tables;

import dev.updraft.data.DataException;
import dev.updraft.data.internal.databases.Database;
import dev.updraft.data.internal.databases.ResultCells;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tables that are the result of a query. */
public final class QueryTables {
    private static final String LEAVE_OUT = "leave it out of the query";

    /** Rows that are fetched at once, where the driver would fetch all. */
    private static final int FETCH = 10_000;

    private QueryTables() {}

    /**
     * What is asked of a database.
     *
     * @param correction what to do if it does not take the query
     * @param otherwise what to do about a column that is no column of a table
     * @param mayBeEmpty whether it makes sense that there are no rows
     */
    private record Request(Database database, String query, String correction, String otherwise, boolean mayBeEmpty) {

        TableFile table(String description) {
            return StreamedTable.of(new ObjectRows(database.name(), header(), description, this::each));
        }

        private List<String> header() {
            try (var connection = database.connect();
                    var statement = connection.prepareStatement(query)) {
                var columns = statement.getMetaData();
                if (columns != null) {
                    return ResultCells.header(columns);
                }
                statement.setMaxRows(1);
                try (var result = statement.executeQuery()) {
                    return ResultCells.header(result.getMetaData());
                }
            } catch (SQLException e) {
                throw database.failure(e, correction);
            }
        }

        private void each(Consumer<@Nullable Object[]> rows) {
            try (var connection = database.connect()) {
                // Without a transaction some drivers fetch all rows at once.
                connection.setAutoCommit(false);
                try (var statement = connection.prepareStatement(query)) {
                    statement.setFetchSize(FETCH);
                    try (var result = statement.executeQuery()) {
                        var cells = new ResultCells(result, database.name(), otherwise);
                        var count = QueryTables.each(cells, rows);
                        if (count == 0 && !mayBeEmpty) {
                            throw new DataException(database.name() + ": the query gives no rows; correct it");
                        }
                    }
                }
                connection.rollback();
            } catch (SQLException e) {
                throw database.failure(e, correction);
            }
        }
    }

    /**
     * The rows of a query, in its order. It is run each time that they are read.
     *
     * @throws DataException if the database cannot be reached or does not take the query
     */
    public static TableFile of(Database database, String query) {
        return new Request(database, query, "correct the query", LEAVE_OUT, false)
                .table(database.name() + ": rows of a query");
    }

    /**
     * A Parquet file.
     *
     * @throws DataException if it cannot be read, or the driver is missing
     */
    static TableFile ofParquet(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DataException(file + ": no such file; check the path");
        }
        // Brackets around what would else stand for other files.
        var path = file.toString().replaceAll("[\\[*?]", "[$0]").replace("'", "''");
        return new Request(
                        Database.ofFile(file),
                        "select * from read_parquet('" + path + "', hive_partitioning = false)",
                        "if it is a Parquet file, write it again",
                        "name the other columns: data: sql(\"jdbc:duckdb:\", \"select … from '" + path + "'\")",
                        true)
                .table(file + ": Parquet");
    }

    /** What is left of a result, read into memory. */
    public static TableFile of(ResultSet result) {
        var name = "result set";
        try {
            var cells = new ResultCells(result, name, LEAVE_OUT);
            var rows = new ObjectColumns(cells.header().size());
            each(cells, rows::add);
            return StreamedTable.of(new ObjectRows(name, cells.header(), name, rows));
        } catch (SQLException e) {
            throw new DataException(name + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Number of rows that were passed on. */
    private static long each(ResultCells cells, Consumer<@Nullable Object[]> rows) throws SQLException {
        var count = 0L;
        for (var row = cells.next(1); row != null; row = cells.next(count + 1)) {
            rows.accept(row);
            count++;
        }
        return count;
    }
}
