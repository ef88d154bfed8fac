/** What an engine provides: sessions that run a program's graphs on batches, and how they are found. */
@NullMarked
package dev.updraft.engine.spi;

import org.jspecify.annotations.NullMarked;
