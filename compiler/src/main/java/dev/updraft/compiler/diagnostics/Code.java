package dev.updraft.compiler.diagnostics;

/** Every kind of diagnostic, by its stable number: {@code M00xx} syntax, {@code M01xx} shapes and types, and so on. */
public enum Code {
    M0001("not what belongs here"),
    M0002("bracket is never closed"),
    M0003("closing bracket without its opening one"),
    M0004("string is not finished"),
    M0005("unknown character"),
    M0006("not a number"),
    M0007("number out of range"),
    M0008("nested too deeply"),
    M0009("file too large"),
    M0010("file cannot be read"),
    M0011("file is not text"),
    M0012("word of the language used as a name"),
    M0013("unknown escape in a string"),
    M0014("value goes nowhere"),
    M0015("arguments begin on another line"),
    M0016("two statements on one line"),

    M0101("wrong type"),
    M0102("a value of the network is needed"),
    M0103("shapes do not fit"),
    M0104("arithmetic without a result"),
    M0105("tensor too large"),
    M0106("type of an input or target"),
    M0107("wrong number of values"),

    M0201("unknown name"),
    M0202("unknown layer or block"),
    M0203("name declared twice"),
    M0204("name already has a meaning"),
    M0205("never used"),
    M0206("layer probably misspelt"),
    M0207("target used outside the loss"),
    M0208("no such parameter to set"),

    M0301("unknown argument"),
    M0302("missing argument"),
    M0303("argument given twice"),
    M0304("too many arguments"),
    M0305("argument out of range"),
    M0306("arguments contradict each other"),
    M0307("unknown word for an argument"),
    M0308("value of a parameter"),

    M0401("import not found"),
    M0402("import not allowed"),
    M0403("imports in a circle"),
    M0404("imported twice"),
    M0405("block uses itself"),
    M0406("return missing or misplaced"),
    M0407("impossible number of repeats"),
    M0408("network too large"),
    M0409("not one model in the file"),
    M0410("part of the model missing or given twice"),
    M0411("declaration of a parameter"),
    M0412("uses of a shared block differ"),

    M0501("unknown loss, optimizer or metric"),
    M0502("loss does not fit the target"),
    M0503("loss without its values"),
    M0504("logits and probabilities confused"),
    M0505("metric does not fit the target"),
    M0506("nothing to train"),
    M0507("class weights do not fit the target"),
    M0508("metric given twice");

    private final String title;

    Code(String title) {
        this.title = title;
    }

    /** The kind of problem in a few words. */
    public String title() {
        return title;
    }
}
