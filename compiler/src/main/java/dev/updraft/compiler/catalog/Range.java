package dev.updraft.compiler.catalog;

/** Which numbers are allowed. */
public enum Range {
    ANY("") {
        @Override
        public boolean allows(double value) {
            return true;
        }
    },
    POSITIVE(" above 0") {
        @Override
        public boolean allows(double value) {
            return value > 0;
        }
    },
    NOT_NEGATIVE(" of at least 0") {
        @Override
        public boolean allows(double value) {
            return value >= 0;
        }
    },
    AT_LEAST_ONE(" of at least 1") {
        @Override
        public boolean allows(double value) {
            return value >= 1;
        }
    },
    /** Both ends too. */
    UNIT(" from 0 to 1") {
        @Override
        public boolean allows(double value) {
            return value >= 0 && value <= 1;
        }
    },
    /** Not 0, but 1. */
    SHARE(" above 0 and at most 1") {
        @Override
        public boolean allows(double value) {
            return value > 0 && value <= 1;
        }
    },
    /** Neither end. */
    FRACTION(" above 0 and below 1") {
        @Override
        public boolean allows(double value) {
            return value > 0 && value < 1;
        }
    },
    /** Neither end. */
    ABOVE_ONE_BELOW_TWO(" above 1 and below 2") {
        @Override
        public boolean allows(double value) {
            return value > 1 && value < 2;
        }
    },
    /** 0 too, but not 1. */
    BELOW_ONE(" of at least 0 and below 1") {
        @Override
        public boolean allows(double value) {
            return value >= 0 && value < 1;
        }
    };

    private final String description;

    Range(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    public abstract boolean allows(double value);
}
