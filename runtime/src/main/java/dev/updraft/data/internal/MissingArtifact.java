package dev.updraft.data.internal;

/** What to do where something is missing that is too large to be a part of Updraft. */
public final class MissingArtifact {
    private MissingArtifact() {}

    /**
     * The words of a message.
     *
     * @param artifact its coordinates in Maven Central
     */
    public static String needs(String artifact) {
        return needs("", artifact);
    }

    /**
     * The words of a message that says what it is.
     *
     * @param what it is, as in {@code "the driver "}
     */
    public static String needs(String what, String artifact) {
        return "needs " + what + artifact
                + ", which is not on the class path; download its .jar from Maven Central and set"
                + " the environment variable UPDRAFT_CLASSPATH to its path; in Java, add " + artifact
                + " to your dependencies";
    }
}
