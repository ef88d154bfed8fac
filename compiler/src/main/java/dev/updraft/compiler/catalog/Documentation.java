package dev.updraft.compiler.catalog;

/**
 * What the reference says of a name, beside its parameters.
 *
 * @param summary what it is, in one line without a full stop
 * @param shapes what goes in and what comes out; empty for what takes no values
 * @param formula what is computed, in a line or several; empty for what computes nothing
 * @param use a line of a file that uses it; a test compiles it
 * @param notes what else one has to know, in sentences; empty if nothing
 */
public record Documentation(String summary, String shapes, String formula, String use, String notes) {

    static final Documentation NONE = new Documentation("", "", "", "", "");

    public Documentation {
        formula = formula.stripTrailing();
    }

    /** Of something that takes values of the network. */
    static Documentation doc(String summary, String shapes, String formula, String use) {
        return new Documentation(summary, shapes, formula, use, "");
    }

    /** Of something that takes no values. */
    static Documentation doc(String summary, String formula, String use) {
        return new Documentation(summary, "", formula, use, "");
    }

    /** Of something that computes nothing. */
    static Documentation doc(String summary, String use) {
        return new Documentation(summary, "", "", use, "");
    }

    /** The same with what else one has to know. */
    Documentation noting(String text) {
        return new Documentation(summary, shapes, formula, use, text);
    }

    /** The same of another use. */
    Documentation as(String otherShapes, String otherUse) {
        return new Documentation(summary, otherShapes, formula, otherUse, notes);
    }
}
