package dev.updraft.data;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.RowWindow;
import dev.updraft.data.internal.MomentText;
import dev.updraft.data.internal.Subset;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The rows that the samples of a data set are windows of. Rows stand in the order of their series, one series behind the other, so
 * that those of a sample follow one another. Safe for concurrent readers.
 */
public final class RowWindows {
    private final Dataset table;
    private final ColumnGroup group;
    private final int[] targets;
    /** Of each sample its last row in the table. */
    private final int[] last;

    private final Chosen past;
    private final Chosen known;

    /**
     * Some rows of a table.
     *
     * @param places of each row of the table its place among them, if it is one of them
     */
    private record Chosen(Dataset rows, int[] places) {}

    /**
     * Windows of a table.
     *
     * @param table a row a sample, in order
     * @param group the columns of the table, whose samples are windows
     * @param targets how many rows behind the last one of a sample its targets are; none if it has none
     * @param last of each sample its last row
     */
    public RowWindows(Dataset table, ColumnGroup group, int[] targets, int[] last) {
        this.table = table;
        this.group = group;
        this.targets = targets.clone();
        this.last = last.clone();
        var ofPast = new boolean[table.size()];
        var all = new boolean[table.size()];
        var next = 0;
        for (var end : Arrays.stream(last).sorted().toArray()) {
            next = Math.max(next, end - window().past() + 1);
            for (; next <= end; next++) {
                ofPast[next] = true;
                all[next] = true;
            }
            for (var target : targets) {
                all[end + target] = true;
            }
        }
        past = chosen(ofPast);
        known = chosen(all);
    }

    private Chosen chosen(boolean[] wanted) {
        var rows = IntStream.range(0, wanted.length).filter(row -> wanted[row]).toArray();
        var places = new int[wanted.length];
        for (var place = 0; place < rows.length; place++) {
            places[rows[place]] = place;
        }
        return new Chosen(new Subset(table, rows, table.description()), places);
    }

    /** The columns of the rows. */
    public ColumnGroup group() {
        return group;
    }

    /** How they are cut. */
    public RowWindow window() {
        return Objects.requireNonNull(group.window());
    }

    /** How many samples there are. */
    public int size() {
        return last.length;
    }

    /** The rows that the network sees of all samples, each once. */
    public Dataset rows() {
        return past.rows;
    }

    /** The place among {@link #rows} of the first row of a sample; the others follow it. */
    public int first(int sample) {
        return past.places[last[sample] - window().past() + 1];
    }

    /** All rows of samples and of their targets, each once. */
    public Dataset known() {
        return known.rows;
    }

    /**
     * The samples whose targets are all in some rows; of samples without targets those whose last row is.
     *
     * @param isWanted says it of a row of {@link #known}
     */
    public int[] samplesOf(IntPredicate isWanted) {
        var offsets = targets.length == 0 ? new int[] {0} : targets;
        return IntStream.range(0, last.length)
                .filter(sample ->
                        Arrays.stream(offsets).allMatch(offset -> isWanted.test(known.places[last[sample] + offset])))
                .toArray();
    }

    /**
     * The time of the last row of a sample, or what else gives the order, as people write it; the name of the row if no column
     * gives it.
     */
    public String time(int sample) {
        var order = group.order();
        if (order < 0) {
            return table.sampleName(last[sample]);
        }
        var values = (ColumnValues.Numbers) table.columns(0).get(order);
        return MomentText.of(group.columns().get(order).kind(), values.at(last[sample]));
    }

    /** The place of the last row of a sample in the order of all rows. */
    public int last(int sample) {
        return last[sample];
    }

    /** Of some of the samples. */
    public RowWindows of(int[] samples) {
        return new RowWindows(
                table,
                group,
                targets,
                Arrays.stream(samples).map(sample -> last[sample]).toArray());
    }
}
