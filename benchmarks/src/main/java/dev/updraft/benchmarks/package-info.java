/** Programs that time training, to be run side by side with the same in other libraries; see the folder's README. */
@NullMarked
package dev.updraft.benchmarks;

import org.jspecify.annotations.NullMarked;
