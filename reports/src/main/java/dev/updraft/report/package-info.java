/** What a run was and how it went: one record, a page for people, pictures, and runs side by side. */
@NullMarked
package dev.updraft.report;

import org.jspecify.annotations.NullMarked;
