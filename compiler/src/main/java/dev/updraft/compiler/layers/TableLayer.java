package dev.updraft.compiler.layers;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Category;
import dev.updraft.compiler.columns.ColumnKind.Measured;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A layer that takes columns of a table. */
public sealed interface TableLayer extends Layer {

    /** The group of a layer whose input is not known yet. */
    ColumnGroup NO_COLUMNS = new ColumnGroup(List.of());

    /**
     * One column of a group: {@code customer.tenure}. A number is {@code [batch, 1]}; one that may be missing is {@code [batch,
     * 2]}, the number or 0, and 1 if it is there. A category is an integer {@code [batch]}; text has a count for each word.
     *
     * @param column its place in the group
     */
    record SelectColumn(ColumnGroup group, int column) implements TableLayer {
        /** What the column's cells are. */
        public ColumnKind kind() {
            return group.columns().get(column).kind();
        }

        /** Of a batch. */
        public Shape shape() {
            return switch (kind()) {
                case Measured measured -> Shape.batch(measured.optional() ? 2 : 1);
                case Category _ -> Shape.batch();
                case ColumnKind.Text(var most) -> Shape.batch(most);
                case ColumnKind.Id _, ColumnKind.Ignored _ ->
                    throw new IllegalArgumentException(
                            "no network sees " + group.columns().get(column));
            };
        }

        /** Of what it gives. */
        public ElementType elements() {
            return kind() instanceof Category ? ElementType.INT32 : ElementType.REAL;
        }

        /** Whether a row may have no value. */
        public boolean mayBeMissing() {
            return kind() instanceof Measured measured && measured.optional();
        }
    }

    /**
     * The numbers of a group as trees ask about them, one behind the other: those of measured columns, NaN where there is none;
     * categories, NaN where they are missing; counts of words. {@link TreeFeatures} names them.
     */
    record Features(ColumnGroup group) implements TableLayer {}

    /**
     * What suits each kind of column, one behind the other:
     *
     * <ol>
     * <li>numbers, and the values of dates, less their mean and divided by their standard deviation; gaps are filled with the
     *     median; truth values as 0 and 1;
     * <li>1 for each gap of a number, else 0;
     * <li>sine and cosine of the parts of dates and times that recur;
     * <li>categories with an order as numbers, and whether they are missing or other;
     * <li>categories one-hot, or if there are more than {@code mostOneHot} values a learned vector;
     * <li>{@code log(1 + count)} of words.
     * </ol>
     *
     * Statistics are learnt from the training data before the first step.
     */
    record Encode(ColumnGroup group, int mostOneHot) implements TableLayer {
        /** Sine and cosine. */
        private static final int CYCLE = 2;

        /** The place in the order, whether it is missing, and whether it is another. */
        private static final int ORDERED_WIDTH = 3;

        public static final String MEAN = "mean";
        public static final String SCALE = "scale";
        public static final String FILL = "fill";
        public static final String ORDER_MEAN = "order_mean";
        public static final String ORDER_SCALE = "order_scale";

        @Override
        public boolean isAdapted() {
            return true;
        }

        /** The categories of one way to be encoded. */
        public List<Integer> categories(Way way) {
            return group.categories().stream()
                    .filter(column -> way((Category) group.columns().get(column).kind()) == way)
                    .toList();
        }

        /** How a category of the group is encoded. */
        public Way way(Category category) {
            if (category.ordered()) {
                return Way.ORDERED;
            }
            return category.most() <= mostOneHot ? Way.ONE_HOT : Way.EMBEDDED;
        }

        /** How a category is encoded. */
        public enum Way {
            ORDERED,
            ONE_HOT,
            EMBEDDED
        }

        /** The numbers of the measured columns that recur. */
        public List<Integer> cyclic() {
            return measuresWhere(true);
        }

        /** The numbers of the measured columns that do not. */
        public List<Integer> plain() {
            return measuresWhere(false);
        }

        private List<Integer> measuresWhere(boolean recurring) {
            var found = new ArrayList<Integer>();
            for (var place = 0; place < group.measures().size(); place++) {
                if ((group.measures().get(place).part().period() > 0) == recurring) {
                    found.add(place);
                }
            }
            return found;
        }

        /** The measures of which it says whether they are missing: one for each column that may be. */
        public List<Integer> indicated() {
            var found = new ArrayList<Integer>();
            var columns = new ArrayList<Integer>();
            for (var place = group.required(); place < group.measures().size(); place++) {
                var column = group.measures().get(place).column();
                if (!columns.contains(column)) {
                    columns.add(column);
                    found.add(place);
                }
            }
            return found;
        }

        /**
         * Length of the vector that is learned for a category: {@code min(50, round(1.6 · n^0.56))}, as in fastai's tabular
         * models.
         */
        public static int embeddingSize(Category category) {
            return (int) Math.min(50, Math.round(1.6 * Math.pow(category.most(), 0.56)));
        }

        /** Name of the table of learned vectors of a column. */
        public String embeddings(int column) {
            return group.columns().get(column).name();
        }

        /** How many numbers it gives for a row. */
        public int width() {
            return IntStream.range(0, group.columns().size()).map(this::width).sum();
        }

        /**
         * How many numbers it gives for a column of a row.
         *
         * @param column its place in the group
         */
        public int width(int column) {
            return switch (group.columns().get(column).kind()) {
                case Measured _ ->
                    count(plain(), column) + count(indicated(), column) + CYCLE * count(cyclic(), column);
                case Category category ->
                    switch (way(category)) {
                        case ORDERED -> ORDERED_WIDTH;
                        case ONE_HOT -> category.size();
                        case EMBEDDED -> embeddingSize(category);
                    };
                case ColumnKind.Text(var most) -> most;
                case ColumnKind.Id _, ColumnKind.Ignored _ -> 0;
            };
        }

        private int count(List<Integer> measures, int column) {
            return (int) measures.stream()
                    .filter(place -> group.measures().get(place).column() == column)
                    .count();
        }

        public Category category(int column) {
            return (Category) group.columns().get(column).kind();
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            var weights = new ArrayList<Weight>();
            var plain = plain().size();
            if (plain > 0) {
                weights.add(Weight.notTrained(MEAN, Shape.of(plain), new Initializer.Zeros()));
                weights.add(Weight.notTrained(SCALE, Shape.of(plain), new Initializer.Ones()));
            }
            if (group.optional() > 0) {
                weights.add(Weight.notTrained(FILL, Shape.of(group.optional()), new Initializer.Zeros()));
            }
            var ordered = categories(Way.ORDERED).size();
            if (ordered > 0) {
                weights.add(Weight.notTrained(ORDER_MEAN, Shape.of(ordered), new Initializer.Zeros()));
                weights.add(Weight.notTrained(ORDER_SCALE, Shape.of(ordered), new Initializer.Ones()));
            }
            for (var column : categories(Way.EMBEDDED)) {
                var table = Shape.of(category(column).size(), embeddingSize(category(column)));
                weights.add(Weight.of(
                        embeddings(column),
                        table,
                        new Initializer.RandomUniform(-0.05, 0.05),
                        Regularizer.NONE,
                        new Constraint.None()));
            }
            return weights;
        }
    }

    /**
     * The parts of a date or a time that recur, months, days and hours, as numbers: {@code sin(2πx / period)} and {@code cos(2πx /
     * period)} of each, or {@code x / period}. A gap gives zeros.
     *
     * @param column its place in the group
     */
    record DateEncoding(ColumnGroup group, int column, boolean cyclical) implements TableLayer {
        /** The places of the parts among the measures of the group. */
        public List<Integer> parts() {
            var places = new ArrayList<Integer>();
            for (var place = 0; place < group.measures().size(); place++) {
                var measure = group.measures().get(place);
                if (measure.column() == column && measure.part().period() > 0) {
                    places.add(place);
                }
            }
            return places;
        }

        /** How many numbers it gives for a row. */
        public int width() {
            return parts().size() * (cyclical ? 2 : 1);
        }
    }

    /**
     * Of each value of a category the mean of the target in the training data, of {@code smooth} means of the whole besides:
     * {@code (sum + smooth · mean) / (count + smooth)}. A training row is given the one of the rows outside of its
     * {@linkplain ColumnGroup#fold fold}, so that its own target is not told to the network.
     *
     * @param column its place in the group
     */
    record TargetEncoding(ColumnGroup group, int column, double smooth) implements TableLayer {
        /** {@code [(1 + folds) · values, 1]}: that of all rows first, then those outside of each fold. */
        public static final String ENCODING = "encoding";

        /** How many values the category has, missing and other among them; 0 if the column is none. */
        public int values() {
            return !group.columns().isEmpty() && group.columns().get(column).kind() instanceof Category category
                    ? category.size()
                    : 0;
        }

        @Override
        public boolean isAdapted() {
            return true;
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            return List.of(Weight.notTrained(
                    ENCODING, Shape.of((1 + ColumnGroup.FOLDS) * values(), 1), new Initializer.Zeros()));
        }
    }

    /** What stands for a gap. */
    sealed interface Fill {
        record Mean() implements Fill {}

        record Median() implements Fill {}

        record MostFrequent() implements Fill {}

        record Constant(double value) implements Fill {}
    }

    /**
     * Fills the gaps of a column: {@code [batch, 2]} to {@code [batch, 1]}, or with an indicator beside it {@code [batch, 2]}.
     *
     * @param addIndicator whether it gives 1 for a gap and else 0 besides, as scikit-learn's {@code SimpleImputer}
     */
    record Imputation(Fill fill, boolean addIndicator) implements TableLayer {
        public static final String FILL = "fill";

        @Override
        public boolean isAdapted() {
            return !(fill instanceof Fill.Constant);
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            return isAdapted() ? List.of(Weight.notTrained(FILL, Shape.of(1), new Initializer.Zeros())) : List.of();
        }
    }
}
