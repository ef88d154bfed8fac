/** The curves of a training as charts, for its plot and for reports. */
@NullMarked
package dev.updraft.history.internal;

import org.jspecify.annotations.NullMarked;
