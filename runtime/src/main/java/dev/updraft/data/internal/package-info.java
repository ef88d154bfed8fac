/** Data sets that are held in memory or made of others, their targets, and the order samples are drawn in. */
@NullMarked
package dev.updraft.data.internal;

import org.jspecify.annotations.NullMarked;
