/** Drawings made of a few kinds of marks: written as SVG without any font or window system, and as PNG where there are fonts. */
@NullMarked
package dev.updraft.charts.picture;

import org.jspecify.annotations.NullMarked;
