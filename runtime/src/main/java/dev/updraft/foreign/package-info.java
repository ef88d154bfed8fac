/** Files of other programs that hold trained models. */
@NullMarked
package dev.updraft.foreign;

import org.jspecify.annotations.NullMarked;
