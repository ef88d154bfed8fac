package dev.updraft.compiler.catalog;

/** The checked arguments of one call. */
public interface Arguments {

    /** The value given for {@code parameter}, else its default. */
    <V> V get(Parameter<V> parameter);

    /** What a call says in full is wrong though each argument alone is right. */
    final class Conflict extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Parameter<?> parameter;
        private final String message;

        /**
         * @param parameter whose argument is to be pointed at
         * @param message what was found and what was expected
         */
        Conflict(Parameter<?> parameter, String message) {
            super(message, null, false, false);
            this.parameter = parameter;
            this.message = message;
        }

        /** What was found and what was expected. */
        public String message() {
            return message;
        }

        public Parameter<?> parameter() {
            return parameter;
        }
    }
}
