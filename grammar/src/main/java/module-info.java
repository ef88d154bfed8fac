/** The grammar of {@code .model} files. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // ANTLR's runtime has no descriptor.
module updraft.grammar {
    requires transitive org.antlr.antlr4.runtime;

    exports dev.updraft.grammar;
}
