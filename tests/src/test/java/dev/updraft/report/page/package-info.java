/** How pages are made. */
@NullMarked
package dev.updraft.report.page;

import org.jspecify.annotations.NullMarked;
