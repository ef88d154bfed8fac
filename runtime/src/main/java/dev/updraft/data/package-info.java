/** Data sets: where samples come from, how they are cut into batches, and what is wrong with broken ones. */
@NullMarked
package dev.updraft.data;

import org.jspecify.annotations.NullMarked;
