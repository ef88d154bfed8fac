/** Reports as HTML: one file, nothing fetched, readable without JavaScript, in light and dark. */
@NullMarked
package dev.updraft.report.page;

import org.jspecify.annotations.NullMarked;
