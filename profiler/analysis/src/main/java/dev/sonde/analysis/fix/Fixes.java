package dev.sonde.analysis.fix;

/** What to change, in the words of the framework that was seen in the stack. */
public final class Fixes {
    private Fixes() {}

    /** One to three sentences, with a line of code where one can be made. */
    public static String of(Repeated repeated) {
        Framework framework = Framework.of(repeated.hints());
        StatementNames names = StatementNames.of(repeated);
        return switch (repeated.kind()) {
            case "keyed-loop" -> ReadFixes.keyedLoop(framework, repeated, names);
            case "nested-loop" -> ReadFixes.nestedLoop(framework, repeated, names);
            case "tree-walk" -> ReadFixes.treeWalk(framework, repeated, names);
            case "under-batched" -> ReadFixes.underBatched(framework, repeated, names);
            case "write-loop" -> WriteFixes.writeLoop(framework, repeated, names);
            case "identity-loop" -> WriteFixes.identityLoop(framework, names);
            case "cascade-loop" -> WriteFixes.cascadeLoop(framework, names);
            case "sequence-loop" -> WriteFixes.sequenceLoop(framework);
            default -> RepetitionFixes.of(repeated.kind(), framework, names);
        };
    }
}
