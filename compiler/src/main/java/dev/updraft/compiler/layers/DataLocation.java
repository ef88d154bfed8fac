package dev.updraft.compiler.layers;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.compiler.diagnostics.Secrets;
import org.jspecify.annotations.Nullable;

/** Where data is, as a {@code fit} block says it. */
public sealed interface DataLocation {

    /** {@code "customers.csv"}: the name of a data set, or the path of a file or folder whose format is found out. */
    record Named(String nameOrPath) implements DataLocation {}

    /** {@code csv("customers.csv", separator: ";")}: a CSV file of which some is told. */
    record CsvFile(String path, CsvOptions options) implements DataLocation {}

    /**
     * {@code excel("customers.xlsx", sheet: "2026")}: a table in an Excel file.
     *
     * @param sheet its name; null for the first
     * @param skip number of rows at the top to leave out
     */
    record ExcelFile(String path, @Nullable String sheet, int skip) implements DataLocation {}

    /**
     * {@code sql("jdbc:h2:./shop", "select * from customers")}: the rows of a query, in its order.
     *
     * @param url of the database, as its JDBC driver takes it, without a password
     * @param user null for none
     * @param passwordVariable the environment variable that holds the password; null for {@link #PASSWORD_VARIABLE}, which
     *     need not be set
     */
    record Query(
            String url,
            String query,
            @Nullable String user,
            @Nullable String passwordVariable) implements DataLocation {
        /** Holds the password if no other variable is named. */
        public static final String PASSWORD_VARIABLE = "UPDRAFT_DB_PASSWORD";

        /** Whether an address has one, which would be saved with the model. */
        public static boolean hasPassword(String url) {
            return Secrets.isIn(url);
        }
    }
}
