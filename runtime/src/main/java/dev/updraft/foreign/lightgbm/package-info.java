/** Models of LightGBM, in its text format. */
@NullMarked
package dev.updraft.foreign.lightgbm;

import org.jspecify.annotations.NullMarked;
