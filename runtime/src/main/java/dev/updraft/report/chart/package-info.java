/** Charts of metrics: curves, bars, heat maps, clouds of points. Each gives a {@link dev.updraft.report.picture.Picture}. */
@NullMarked
package dev.updraft.report.chart;

import org.jspecify.annotations.NullMarked;
