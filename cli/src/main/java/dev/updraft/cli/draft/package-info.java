/** Writes a model for a table, for its user to change. */
@NullMarked
package dev.updraft.cli.draft;

import org.jspecify.annotations.NullMarked;
