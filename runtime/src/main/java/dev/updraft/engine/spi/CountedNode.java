package dev.updraft.engine.spi;

/**
 * A node whose rows are added up.
 *
 * @param from where its rows begin in the order
 * @param to where they end
 * @param slot where its histogram is kept
 * @param parent the slot of a histogram that it is subtracted from; −1 if from none
 */
public record CountedNode(int from, int to, int slot, int parent) {}
