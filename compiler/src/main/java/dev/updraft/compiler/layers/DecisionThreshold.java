package dev.updraft.compiler.layers;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The probability from which on a sample is taken for the second of two classes, where that is not one half. */
public sealed interface DecisionThreshold {

    /**
     * As the file says.
     *
     * @param value above 0 and below 1
     */
    record Fixed(double value) implements DecisionThreshold {}

    /** The one with which a metric is best on the validation data, or without any on the training data. */
    record Best(Measure measure) implements DecisionThreshold {}

    /** What is best. */
    enum Measure {
        /** Share of right predictions. */
        ACCURACY,
        /** Mean of the shares of both classes that are found. */
        BALANCED_ACCURACY,
        /** Harmonic mean of precision and recall of the second class. */
        F1,
        /** Youden's J: sensitivity + specificity − 1; the same threshold as for balanced accuracy. */
        YOUDEN;

        /** As it is written in a file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The one that is written so. */
        public static Measure of(String word) {
            return Measure.valueOf(word.toUpperCase(Locale.ROOT));
        }

        /** All of them as they are written in a file. */
        public static List<String> words() {
            return Stream.of(values()).map(Measure::word).toList();
        }
    }

    /** As it is written in a file. */
    default String text() {
        return switch (this) {
            case Fixed(var value) -> Double.toString(value);
            case Best(var measure) -> "best(" + measure.word() + ")";
        };
    }
}
