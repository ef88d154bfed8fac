/** A double; see {@link uk.ac.manchester.tornado.api}. */
@NullMarked
package uk.ac.manchester.tornado.api.exceptions;

import org.jspecify.annotations.NullMarked;
