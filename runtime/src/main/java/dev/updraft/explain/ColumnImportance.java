package dev.updraft.explain;

/**
 * How much a column matters to trees.
 *
 * @param column its name
 * @param gain by how much the splits that ask about it made the loss of the training data smaller, all together; of a forest the sum
 *     over its trees
 * @param splits how many ask about it
 */
public record ColumnImportance(String column, double gain, int splits) {}
