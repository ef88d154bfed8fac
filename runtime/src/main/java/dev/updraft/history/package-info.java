/** How a training went: the metrics of its epochs, and their curves. */
@NullMarked
package dev.updraft.history;

import org.jspecify.annotations.NullMarked;
