/** Files from elsewhere: how they are got whole and unaltered, and where they are kept. */
@NullMarked
package dev.updraft.download;

import org.jspecify.annotations.NullMarked;
