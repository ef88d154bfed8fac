/** Charts of metrics: curves, bars, heat maps, clouds of points. Each gives a {@link dev.updraft.charts.picture.Picture}. */
@NullMarked
package dev.updraft.charts;

import org.jspecify.annotations.NullMarked;
