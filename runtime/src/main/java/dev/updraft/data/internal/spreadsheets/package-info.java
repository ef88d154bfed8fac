/** Sheets of Excel files. */
@NullMarked
package dev.updraft.data.internal.spreadsheets;

import org.jspecify.annotations.NullMarked;
