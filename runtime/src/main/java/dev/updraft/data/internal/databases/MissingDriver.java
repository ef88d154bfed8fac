package dev.updraft.data.internal.databases;

import dev.updraft.compiler.diagnostics.NearestName;
import dev.updraft.data.DataException;
import dev.updraft.data.internal.MissingArtifact;
import java.util.Locale;
import java.util.Map;

/** What to add for databases whose driver is not on the class path. */
final class MissingDriver {
    private MissingDriver() {}

    /** The coordinates in Maven Central of the drivers, by the word behind {@code jdbc:}. */
    private static final Map<String, String> DRIVERS = Map.ofEntries(
            Map.entry("h2", "com.h2database:h2"),
            Map.entry("postgresql", "org.postgresql:postgresql"),
            Map.entry("mysql", "com.mysql:mysql-connector-j"),
            Map.entry("mariadb", "org.mariadb.jdbc:mariadb-java-client"),
            Map.entry("sqlite", "org.xerial:sqlite-jdbc"),
            Map.entry("sqlserver", "com.microsoft.sqlserver:mssql-jdbc"),
            Map.entry("oracle", "com.oracle.database.jdbc:ojdbc17"),
            Map.entry("db2", "com.ibm.db2:jcc"),
            Map.entry("duckdb", "org.duckdb:duckdb_jdbc"),
            Map.entry("hsqldb", "org.hsqldb:hsqldb"),
            Map.entry("derby", "org.apache.derby:derby"),
            Map.entry("clickhouse", "com.clickhouse:clickhouse-jdbc"),
            Map.entry("snowflake", "net.snowflake:snowflake-jdbc"));

    /** @param name of what is to be read, for the message */
    static DataException of(String name, String url) {
        var word = url.split(":", 3)[1].toLowerCase(Locale.ROOT);
        var driver = DRIVERS.get(word);
        return new DataException(name + ": "
                + (driver != null
                        ? MissingArtifact.needs("the driver ", driver)
                        : "no driver on the class path takes jdbc:" + word + ":; "
                                + NearestName.of(word, DRIVERS.keySet())
                                        .map(other -> "did you mean jdbc:" + other + ":?")
                                        .orElse("download the driver of the database and set the environment variable"
                                                + " UPDRAFT_CLASSPATH to the path of its .jar; in Java, add it to your"
                                                + " dependencies")));
    }
}
