/** A double; see {@link uk.ac.manchester.tornado.api}. */
@NullMarked
package uk.ac.manchester.tornado.api.common;

import org.jspecify.annotations.NullMarked;
