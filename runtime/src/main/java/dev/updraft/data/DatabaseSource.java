package dev.updraft.data;

import dev.updraft.compiler.layers.DataLocation;
import dev.updraft.data.internal.databases.Database;
import dev.updraft.data.internal.grouped.GroupedTable;
import dev.updraft.data.internal.tables.QueryTables;
import java.nio.file.Path;
import java.util.Map;

/** The rows of a query, which is run when they are read. */
record DatabaseSource(Database database, String query) implements DataSource {

    static DatabaseSource of(DataLocation.Query query, Path folder, Map<String, String> environment) {
        return new DatabaseSource(Database.of(query, folder, environment), query.query());
    }

    @Override
    public String description() {
        return database.name();
    }

    @Override
    public boolean split() {
        return false;
    }

    @Override
    public Dataset read(Split split, DataSpec dataSpec, Progress progress) {
        if (!dataSpec.hasGroups()) {
            throw new DataException(
                    database.name() + ": rows of databases are read by the names of their columns; declare"
                            + " those in the model, as in input row { age: number }");
        }
        return GroupedTable.read(QueryTables.of(database, query).watchedBy(progress), dataSpec, progress::notice);
    }
}
