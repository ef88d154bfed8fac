package dev.updraft.explain;

import org.jspecify.annotations.Nullable;

/**
 * How much a linear model's output rises with one of its features.
 *
 * @param feature what it weighs: {@code tenure}, {@code contract = One year}
 * @param output of several outputs the class, or the target's name and number
 * @param value by which the output rises where the feature, as the model sees it, rises by 1: of a column that encode has
 *     standardised, by one standard deviation
 * @param perUnit by which it rises where the column itself rises by 1; null where the feature is no number of a column
 */
public record Coefficient(
        String feature, String output, double value, @Nullable Double perUnit) {}
