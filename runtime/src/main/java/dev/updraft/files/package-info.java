/** Files that are there whole or not at all, and words for why they cannot be read or written. */
@NullMarked
package dev.updraft.files;

import org.jspecify.annotations.NullMarked;
