package dev.updraft.data.internal.databases;

import dev.updraft.compiler.layers.DataLocation;
import dev.updraft.data.DataException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database that can be connected to.
 *
 * @param name for messages
 * @param url as its driver takes it
 * @param user null for none
 * @param password null for none
 * @param passwordVariable the environment variable of the password; null if no one can be logged in
 */
public record Database(
        String name,
        String url,
        @Nullable String user,
        @Nullable String password,
        @Nullable String passwordVariable) {

    /** A path that begins with ./ or ../, and what stands before and behind it. */
    private static final Pattern RELATIVE =
            Pattern.compile("(?i)(jdbc:[a-z0-9]+:(?:file:|nio:|async:)*)(\\.{1,2}/[^;?]*)(.*)");

    private static final Pattern H2_FILE = Pattern.compile("(?i)jdbc:h2:(?:file:|nio:|async:)*[./~].*");
    private static final Pattern SQLITE_FILE = Pattern.compile("(?i)jdbc:sqlite:(?!:|file:|$|\\?).*");
    private static final Pattern DUCKDB_FILE = Pattern.compile("(?i)jdbc:duckdb:(?!:|$|\\?|;).*");

    /**
     * The database of a query.
     *
     * @param folder what paths in the URL that begin with ./ or ../ are relative to
     * @param environment variables, one of which may hold the password
     * @throws DataException if the variable named for the password is not set
     */
    public static Database of(DataLocation.Query query, Path folder, Map<String, String> environment) {
        var named = query.passwordVariable();
        var variable = named == null ? DataLocation.Query.PASSWORD_VARIABLE : named;
        var password = environment.get(variable);
        if (named != null && password == null) {
            throw new DataException(query.url() + ": the environment variable " + named
                    + " (password_env) is not set; set it to the password");
        }
        return new Database(query.url(), resolved(query.url(), folder), query.user(), password, variable);
    }

    /** DuckDB in memory, which reads files. */
    public static Database ofFile(Path file) {
        return new Database(file.toString(), "jdbc:duckdb:", null, null, null);
    }

    static String resolved(String url, Path folder) {
        var parts = RELATIVE.matcher(url);
        if (!parts.matches()) {
            return url;
        }
        try {
            var path = folder.resolve(parts.group(2)).toAbsolutePath().normalize();
            return parts.group(1) + path.toString().replace('\\', '/') + parts.group(3);
        } catch (InvalidPathException _) {
            // The driver says what is wrong with it.
            return url;
        }
    }

    /**
     * A connection, to be closed.
     *
     * @throws DataException if there is no driver, or the database does not take it
     */
    public Connection connect() {
        requireDriver();
        try {
            return DriverManager.getConnection(url, properties());
        } catch (SQLException e) {
            throw failure(e, "check the URL, and whether the database is there and running");
        }
    }

    /** @throws DataException if there is no driver */
    void requireDriver() {
        if (DriverManager.drivers().noneMatch(driver -> {
            try {
                return driver.acceptsURL(url);
            } catch (SQLException _) {
                return false;
            }
        })) {
            throw MissingDriver.of(name, url);
        }
    }

    private Properties properties() {
        var properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        // These would create a database that is not there, to find that it has no table.
        var lower = url.toLowerCase(Locale.ROOT);
        if (H2_FILE.matcher(url).matches() && !lower.contains("ifexists=")) {
            properties.setProperty("IFEXISTS", "TRUE");
        } else if (SQLITE_FILE.matcher(url).matches() && !lower.contains("open_mode=")) {
            properties.setProperty("open_mode", "1");
        } else if (DUCKDB_FILE.matcher(url).matches()) {
            properties.setProperty("duckdb.read_only", "true");
        }
        return properties;
    }

    /**
     * What went wrong, in a line without the password.
     *
     * @param wayOut what to do, unless the database refuses the user
     */
    public DataException failure(SQLException e, String wayOut) {
        var reason = reason(e);
        var state = String.valueOf(e.getSQLState());
        return new DataException(name + ": " + reason + "; " + (state.startsWith("28") ? login() : wayOut), e);
    }

    private String login() {
        return user == null
                ? "set user: in sql(…), and its password in the environment variable " + passwordVariable
                : "check user: in sql(…), and the password in the environment variable " + passwordVariable
                        + (password == null ? ", which is not set" : "");
    }

    private String reason(SQLException e) {
        var message = String.valueOf(e.getMessage());
        var hidden = password == null || password.isEmpty() ? message : message.replace(password, "***");
        return hidden.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("the database reports an error")
                .replaceFirst("\\s*\\[\\d+-\\d+]$", "")
                .replaceFirst("; SQL statement:$", "")
                .replaceFirst("[.!]$", "");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return name;
    }
}
