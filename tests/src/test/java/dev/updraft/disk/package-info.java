/** Disks that are full, or fail in other ways. */
@NullMarked
package dev.updraft.disk;

import org.jspecify.annotations.NullMarked;
