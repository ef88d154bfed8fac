package dev.updraft.engine.spi;

/**
 * What of trees is known before they grow on a device, which makes room for it.
 *
 * @param outputs how many outputs each has
 * @param countsRows whether rows may have to be counted: {@link DeviceTree.Rules#leastRows}
 * @param drawsFeatures whether nodes draw features: {@link DeviceTree.Rules#featuresAtATime}
 * @param drawsThresholds whether nodes draw thresholds: {@link DeviceTree.Rules#randomThresholds}
 */
public record TreeShape(int outputs, boolean countsRows, boolean drawsFeatures, boolean drawsThresholds) {}
