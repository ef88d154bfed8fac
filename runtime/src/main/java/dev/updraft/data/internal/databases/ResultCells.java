package dev.updraft.data.internal.databases;

import dev.updraft.data.DataException;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Struct;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cells of a result, as numbers, truth values, texts, dates and times of java.time. */
public final class ResultCells {
    private final ResultSet result;
    private final String name;
    private final String otherwise;
    private final List<String> header;
    private final List<String> types;

    /** What points in time are asked for as, so that the time zone of the process plays no part; null for other columns. */
    private final @Nullable Class<?>[] moments;

    /**
     * Cells of a result that is before its first row.
     *
     * @param name of the source, for messages
     * @param otherwise what to do about a column that is no column of a table
     */
    public ResultCells(ResultSet result, String name, String otherwise) throws SQLException {
        this.result = result;
        this.name = name;
        this.otherwise = otherwise;
        var columns = result.getMetaData();
        header = header(columns);
        types = new ArrayList<>();
        moments = new Class<?>[header.size()];
        for (var column = 0; column < moments.length; column++) {
            var type = String.valueOf(columns.getColumnTypeName(column + 1));
            types.add(type);
            if (columns.getColumnType(column + 1) == Types.TIMESTAMP) {
                moments[column] = type.matches("(?i).*(tz|time zone).*") ? OffsetDateTime.class : LocalDateTime.class;
            }
        }
    }

    /** The names of the columns. */
    public static List<String> header(ResultSetMetaData columns) throws SQLException {
        var names = new ArrayList<String>();
        for (var column = 1; column <= columns.getColumnCount(); column++) {
            names.add(columns.getColumnLabel(column));
        }
        return List.copyOf(names);
    }

    public List<String> header() {
        return header;
    }

    /**
     * The next row, null being a missing cell; null after the last.
     *
     * @param row its number, for messages
     * @throws DataException if a cell is neither number nor text nor anything of the kind
     */
    public @Nullable Object @Nullable [] next(long row) throws SQLException {
        if (!result.next()) {
            return null;
        }
        var cells = new @Nullable Object[header.size()];
        for (var column = 0; column < cells.length; column++) {
            cells[column] = cell(column, row);
        }
        return cells;
    }

    private @Nullable Object cell(int column, long row) throws SQLException {
        var moment = moments[column];
        if (moment != null) {
            try {
                return result.getObject(column + 1, moment);
            } catch (SQLException | UnsupportedOperationException _) {
                // An older driver.
                moments[column] = null;
            }
        }
        return switch (result.getObject(column + 1)) {
            case null -> null;
            case Timestamp timestamp -> timestamp.toLocalDateTime();
            case java.sql.Date date -> date.toLocalDate();
            case java.sql.Time time -> time.toLocalTime();
            case OffsetTime time -> time.toLocalTime();
            case Clob text -> text.getSubString(1, Math.toIntExact(Math.min(Integer.MAX_VALUE, text.length())));
            case SQLXML xml -> xml.getString();
            case byte[] _, Blob _, Array _, Struct _, Ref _, Collection<?> _, Map<?, ?> _ ->
                throw new DataException(name + ": row " + row + ": column " + header.get(column) + " is of type "
                        + types.get(column) + ", which is neither number nor text nor date; " + otherwise);
            case Object cell -> cell;
        };
    }
}
