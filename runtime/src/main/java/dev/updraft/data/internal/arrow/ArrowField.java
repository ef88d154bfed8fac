package dev.updraft.data.internal.arrow;

import org.jspecify.annotations.Nullable;

/**
 * A column.
 *
 * @param type of its cells
 * @param dictionary where its values are, if each is written once; null if they are written where they are
 */
record ArrowField(String name, ArrowType type, @Nullable Dictionary dictionary) {

    /**
     * The dictionary of a column, whose rows have only places in it.
     *
     * @param id several columns may have the same
     * @param places the type of the places
     */
    record Dictionary(long id, ArrowType.Int places) {}

    /**
     * A column of a file.
     *
     * @param field Field of Schema.fbs
     */
    static ArrowField of(FlatTable field) {
        var given = field.textAt(0);
        var name = given == null ? "" : given;
        var type = ArrowType.of(field);
        if (type == null) {
            throw new ArrowException(
                    "column " + name + " is of type " + ArrowType.name(field)
                            + ", which is neither number nor text nor date",
                    "write the file without it");
        }
        var encoding = field.tableAt(4);
        return new ArrowField(name, type, encoding == null ? null : dictionary(encoding));
    }

    /** @param encoding DictionaryEncoding of Schema.fbs */
    private static Dictionary dictionary(FlatTable encoding) {
        var places = encoding.tableAt(1);
        return new Dictionary(
                encoding.longAt(0), places == null ? new ArrowType.Int(32, true) : ArrowType.integer(places));
    }

    /** The type of what stands in a row. */
    ArrowType stored() {
        return dictionary == null ? type : dictionary.places();
    }
}
