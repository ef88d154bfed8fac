package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.TEXT;
import static dev.updraft.compiler.catalog.Parameters.TRUTH;

import dev.updraft.compiler.catalog.Arguments.Conflict;
import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.compiler.layers.DataLocation;
import dev.updraft.compiler.layers.DataLocation.Query;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names of {@link DataLocation}s: what a {@code fit} block may say instead of a name or path. */
final class DataLocations {
    private DataLocations() {}

    static final ParameterType<DataLocation> TYPE =
            new ParameterType.Named<>(() -> Catalog.DATA_LOCATIONS, Range.NOT_NEGATIVE, null, DataLocation.Named::new);

    private static final String FOUND_OUT = "found out";

    private static final Parameter<String> PATH =
            required("path", TEXT, "customers.csv", "\"customers.csv\"", "file to read, also packed");
    private static final Parameter<Optional<String>> SEPARATOR = open(
            "separator",
            TEXT,
            FOUND_OUT,
            "character between cells; \"\\t\" is a tab, \" \" any number of spaces and tabs");
    private static final Parameter<Optional<String>> QUOTE =
            open("quote", TEXT, FOUND_OUT, "character around cells that contain separators or line breaks");
    private static final Parameter<Optional<String>> DECIMAL =
            open("decimal", TEXT, FOUND_OUT, "character before the fraction of a number");
    private static final Parameter<Optional<String>> THOUSANDS =
            open("thousands", TEXT, FOUND_OUT, "character between groups of three digits");
    private static final Parameter<Optional<String>> COMMENT =
            open("comment", TEXT, FOUND_OUT, "character that begins lines to leave out");
    private static final Parameter<Optional<String>> ENCODING =
            open("encoding", TEXT, FOUND_OUT, "encoding of the characters, such as \"UTF-8\" or \"windows-1252\"");
    private static final Parameter<Optional<Boolean>> HEADER =
            open("header", TRUTH, FOUND_OUT, "whether the first line names the columns; else they are column_1, …");
    private static final Parameter<Optional<Integer>> SKIP = open(
            "skip", new ParameterType.Whole(0, Integer.MAX_VALUE), FOUND_OUT, "number of lines to skip at the top");
    private static final Parameter<Optional<List<String>>> MISSING = open(
            "missing",
            new ParameterType.ListOf<>(TEXT),
            "NA, N/A, null, ? and the like",
            "cells that stand for a missing value, besides empty ones");

    private static final Parameter<String> WORKBOOK =
            required("path", TEXT, "customers.xlsx", "\"customers.xlsx\"", "file to read");
    private static final Parameter<Optional<String>> SHEET =
            open("sheet", TEXT, "the first", "name of the sheet with the table");
    private static final Parameter<Integer> SKIP_ROWS = optional(
            "skip", new ParameterType.Whole(0, Integer.MAX_VALUE), 0, "number of rows above the header to leave out");

    private static final Documentation EXCEL = doc(
                    "a sheet of an Excel file", "fit { data: excel(\"customers.xlsx\", sheet: \"2026\") }")
            .noting(
                    "A model for it declares columns: input customer { age: number }. A plain path takes the first sheet that"
                            + " is not hidden. The header is the first row that is about as wide as most. Dates are what"
                            + " Excel shows as such, values of formulas those that were saved, and #N/A is a missing value.");

    private static final Parameter<String> URL = required(
            "url",
            TEXT,
            "jdbc:h2:./shop",
            "\"jdbc:h2:./shop\"",
            "address of the database, as its JDBC driver takes it, without a password");
    private static final Parameter<String> QUERY = required(
            "query",
            TEXT,
            "select * from customers",
            "\"select * from customers\"",
            "statement that gives the rows, whose order is kept");
    private static final Parameter<Optional<String>> USER = open("user", TEXT, "none", "name to log in with");
    private static final Parameter<Optional<String>> PASSWORD_ENV =
            open("password_env", TEXT, Query.PASSWORD_VARIABLE, "environment variable that holds the password");

    private static final Documentation CSV = doc(
                    "a CSV file of which some is told, instead of found out",
                    "fit { data: csv(\"customers.csv\", separator: \";\", missing: [\"-\", \"unknown\"]) }")
            .noting(
                    "A model for it declares columns: input customer { age: number }. What is not told is found out of the"
                            + " beginning of the file, as for a plain path; updraft describe says what that is.");

    private static final Documentation SQL = doc(
                    "the rows of a database query",
                    "fit { data: sql(\"jdbc:h2:./shop\", \"select * from customers order by id\", user: \"sa\") }")
            .noting(
                    "A model for it declares columns: input customer { age: number }. Null is a missing value. A path in"
                            + " the URL that begins with ./ or ../ is relative to the folder of the model's file. The driver"
                            + " must be on the class path; for the command, the environment variable UPDRAFT_CLASSPATH names"
                            + " its .jar.");

    static final Table<DataLocation> TABLE = new Table<>(
            "data source",
            List.of(
                    of("csv", CSV, DataLocations::csv),
                    of(
                            "excel",
                            EXCEL,
                            a -> new DataLocation.ExcelFile(
                                    a.get(WORKBOOK), a.get(SHEET).orElse(null), a.get(SKIP_ROWS))),
                    of("sql", SQL, DataLocations::sql)));

    private static DataLocation csv(Arguments a) {
        var path = a.get(PATH);
        var separator = character(a, SEPARATOR);
        var quote = character(a, QUOTE);
        var decimal = character(a, DECIMAL);
        var thousands = character(a, THOUSANDS);
        var comment = character(a, COMMENT);
        var encoding = encoding(a);
        var header = a.get(HEADER).orElse(null);
        var skip = a.get(SKIP).orElse(null);
        var missing = a.get(MISSING).orElse(null);
        return new DataLocation.CsvFile(
                path,
                checked(new CsvOptions(
                        separator, quote, decimal, thousands, comment, encoding, header, missing, skip)));
    }

    private static @Nullable Character character(Arguments a, Parameter<Optional<String>> parameter) {
        var text = a.get(parameter).orElse(null);
        if (text == null) {
            return null;
        }
        // A backslash and a t, as other tools have it, can only mean a tab.
        var character = text.equals("\\t") ? "\t" : text;
        if (character.length() != 1 || "\r\n\0".contains(character)) {
            throw new Conflict(
                    parameter,
                    "`%s` expects one character, found %s"
                            .formatted(
                                    parameter.name(),
                                    character.length() == 1
                                            ? "a line break"
                                            : character.isEmpty() ? "an empty text" : "\"" + text + "\""));
        }
        return character.charAt(0);
    }

    private static @Nullable Charset encoding(Arguments a) {
        var name = a.get(ENCODING).orElse(null);
        try {
            return name == null ? null : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            throw new Conflict(
                    ENCODING,
                    "`encoding` expects an encoding such as \"UTF-8\", \"windows-1252\" or \"UTF-16\", found \"%s\""
                            .formatted(name));
        }
    }

    private static CsvOptions checked(CsvOptions options) {
        requireDifferent(QUOTE, options.quote(), SEPARATOR, options.separator());
        requireDifferent(COMMENT, options.comment(), SEPARATOR, options.separator());
        requireDifferent(COMMENT, options.comment(), QUOTE, options.quote());
        requireDifferent(THOUSANDS, options.thousands(), DECIMAL, options.decimal());
        requireOutsideNumbers(DECIMAL, options.decimal());
        requireOutsideNumbers(THOUSANDS, options.thousands());
        return options;
    }

    private static void requireDifferent(
            Parameter<?> one, @Nullable Character c, Parameter<?> other, @Nullable Character d) {
        if (c != null && c.equals(d)) {
            throw new Conflict(
                    one, "`%s` is the same character as `%s`; set different ones".formatted(one.name(), other.name()));
        }
    }

    private static void requireOutsideNumbers(Parameter<?> parameter, @Nullable Character c) {
        if (c != null && "0123456789+-eE".indexOf(c) >= 0) {
            throw new Conflict(
                    parameter,
                    "`%s` is \"%s\", which is a part of numbers; set \".\" or \",\"".formatted(parameter.name(), c));
        }
    }

    private static DataLocation sql(Arguments a) {
        var url = a.get(URL);
        var query = a.get(QUERY);
        var user = a.get(USER).orElse(null);
        var variable = a.get(PASSWORD_ENV).orElse(null);
        if (!url.matches("(?is)jdbc:[a-z0-9_-]+:.*")) {
            throw new Conflict(
                    URL, "`url` expects the address of a database such as \"jdbc:postgresql://localhost/shop\"");
        }
        if (Query.hasPassword(url)) {
            // A saved model holds the text of its file.
            throw new Conflict(
                    URL,
                    "`url` has a password, which would be saved with the model; remove it, and set the environment"
                            + " variable " + (variable == null ? Query.PASSWORD_VARIABLE : variable));
        }
        if (query.isBlank()) {
            throw new Conflict(QUERY, "`query` expects a statement such as \"select * from customers\"");
        }
        if (variable != null && !variable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new Conflict(
                    PASSWORD_ENV, "`password_env` expects the name of an environment variable such as SHOP_PASSWORD");
        }
        return new Query(url, query, user, variable);
    }
}
