package dev.sonde.sample.nplusone.scenario;

import static dev.sonde.sample.nplusone.scenario.Label.*;

import java.util.List;

/** The benchmark's scenarios, by number. */
public final class Scenarios {
    private static final List<Scenario> ALL = List.of(
            new Scenario(
                    1,
                    "children of each parent",
                    READ,
                    "Parents are listed, the child collection of each is read [Bullet, JPlusOne]"),
            new Scenario(2, "parents from native SQL", READ, "As 1, with the parents from a native query [Bullet]"),
            new Scenario(3, "emptiness check per parent", READ, "Whether each parent has children at all [Bullet]"),
            new Scenario(
                    4, "membership check per parent", READ, "Whether a given child belongs to each parent [Bullet]"),
            new Scenario(5, "count per parent", READ, "The number of children of each parent [Bullet]"),
            new Scenario(
                    6,
                    "newest child per parent",
                    READ,
                    "The latest child of each parent, ORDER BY … LIMIT 1 [Prosopite]"),
            new Scenario(7, "oldest child per parent", READ, "As 6, the other way round [Prosopite]"),
            new Scenario(
                    8,
                    "child identifiers per parent",
                    READ,
                    "Only identifiers of the children are read for each parent [Prosopite]"),
            new Scenario(
                    9,
                    "parent of each child",
                    READ,
                    "The parent of each listed row by primary key [Bullet, Prosopite]"),
            new Scenario(
                    10,
                    "find by identifier in a loop",
                    READ,
                    "Explicit look-up of each identifier, no mapping involved [Prosopite]"),
            new Scenario(
                    11,
                    "re-typed before access",
                    READ,
                    "Each row becomes another type before its association is read [Prosopite]"),
            new Scenario(
                    12,
                    "preloader per element",
                    READ,
                    "A batch loader is called for each element: IN lists of one [Prosopite]"),
            new Scenario(13, "two levels", NESTED, "Children of each parent, and theirs: N + N·M [Bullet]"),
            new Scenario(
                    14,
                    "second level lazy",
                    READ,
                    "The first level is fetched with the parents, the second for each [Bullet]"),
            new Scenario(15, "two sibling collections", READ, "Two collections of each parent in one loop [Bullet]"),
            new Scenario(
                    16,
                    "one sibling fetched",
                    READ,
                    "One collection fetched with the parents, the other for each [Bullet]"),
            new Scenario(17, "many-to-many", READ, "Over a link table for each parent [Bullet, nplusone]"),
            new Scenario(18, "many-to-many, inverse side", READ, "As 17, from the other side [nplusone]"),
            new Scenario(
                    20,
                    "inverse one-to-one",
                    READ,
                    "The row that refers to each listed row, which a mapper cannot know to be absent [Bullet, nplusone]"),
            new Scenario(
                    22,
                    "children in three tables",
                    READ,
                    "The type of each row decides which table its child is read from [Bullet]"),
            new Scenario(23, "on a virtual thread", READ, "As 1, on a virtual thread [Bullet: inside a fiber]"),
            new Scenario(
                    24,
                    "list view under one span",
                    READ,
                    "A view reads the author of each row of a traced request [Sentry]"),
            new Scenario(25, "literals in the text", READ, "Each child's key is a literal of its SQL [Sentry]"),
            new Scenario(
                    26,
                    "plain statements",
                    READ,
                    "As 25, by execute() of a plain Statement: what a tracer names differently [Sentry]"),
            new Scenario(
                    27,
                    "unlike queries precede",
                    READ,
                    "Several unlike lists are read before the one that drives the loop [Sentry]"),
            new Scenario(28, "in parallel", READ, "Children are read in parallel, on other threads [Sentry]"),
            new Scenario(29, "cycle of two queries", READ, "Two resolvers are called for each node [Sentry]"),
            new Scenario(
                    30,
                    "update per row, something between",
                    WRITE,
                    "Updates for each row, with other statements between some of them [Sentry]"),
            new Scenario(32, "connection per query", READ, "A connection is checked out for each query [Sentry]"),
            new Scenario(33, "fast, but scales", READ, "Too fast to matter here; grows with the data [Sentry]"),
            new Scenario(
                    34, "keys from the caller", READ, "One statement with several binds, no parent query [QuickPerf]"),
            new Scenario(35, "single-row inserts", WRITE, "Inserts one by one in one transaction [QuickPerf]"),
            new Scenario(36, "identity keys", WRITE, "The generated key is read after each insert [QuickPerf]"),
            new Scenario(37, "update by key", WRITE, "Updates entity by entity without batching [Prosopite, JPlusOne]"),
            new Scenario(38, "delete child by child", WRITE, "Children are read, then deleted one by one [JPlusOne]"),
            new Scenario(39, "existence check per imported row", READ, "Before each row of an import [Prosopite]"),
            new Scenario(40, "inner transaction per element", READ, "REQUIRES_NEW for each element [JPlusOne]"),
            new Scenario(41, "no transaction", READ, "Lazy loads in auto-commit [JPlusOne]"),
            new Scenario(
                    42,
                    "deferred column",
                    READ,
                    "A large column, left out of the list, is read for each row [nplusone]"),
            new Scenario(
                    43,
                    "proxies without batch size",
                    READ,
                    "References to N rows, each initialised alone [query-audit]"),
            new Scenario(44, "sequence per row", SEQUENCE, "nextval for each new row, inserts are batched [own]"),
            new Scenario(45, "walk to the root", TREE, "From a node to its root by parent_id [own, Bullet]"),
            new Scenario(
                    48,
                    "rendering after commit",
                    READ,
                    "The view reads lazily after the transaction ended [own, datasource-micrometer]"),
            new Scenario(49, "identical query", DUPLICATE, "The same query with the same values, N times [QuickPerf]"),
            new Scenario(
                    50, "call per element", READ, "One HTTP call per element, one query in each, one trace [Sentry]"),
            new Scenario(51, "one record", NEGATIVE, "One record, then its association [Bullet, nplusone]"),
            new Scenario(
                    52,
                    "loaded singly, later in a list",
                    NEGATIVE,
                    "A record and its association, later a list that is not touched [nplusone]"),
            new Scenario(53, "join fetch", NEGATIVE, "Parents and children in one query [Bullet, nplusone, JPlusOne]"),
            new Scenario(
                    54,
                    "children by one IN",
                    NEGATIVE,
                    "Parents, then all children by one IN [Bullet, nplusone, query-audit]"),
            new Scenario(55, "nested prefetch", NEGATIVE, "Three levels by one query each [Bullet, nplusone]"),
            new Scenario(
                    56,
                    "two prefetches of one shape",
                    NEGATIVE,
                    "Two batch loads of one shape from one line [Prosopite]"),
            new Scenario(
                    57,
                    "in and out of a block",
                    NEGATIVE,
                    "The same statement once outside and once in a block of one turn [Prosopite]"),
            new Scenario(59, "freshly saved", NEGATIVE, "A new object is saved, then navigated [Bullet]"),
            new Scenario(60, "list only", NEGATIVE, "Parents alone [Bullet]"),
            new Scenario(61, "below the minimum", NEGATIVE, "Four repetitions [Prosopite]"),
            new Scenario(
                    62,
                    "suppressed section",
                    NEGATIVE,
                    "The loop runs in a section that the service excludes from the capture [Prosopite, nplusone, Bullet]"),
            new Scenario(63, "detail view", NEGATIVE, "A few fast queries for one record [Sentry]"),
            new Scenario(64, "waterfall", NEGATIVE, "Unlike queries, each needs the one before [Sentry]"),
            new Scenario(65, "cycle only twice", NEGATIVE, "Two queries in turn, twice, and a stray one [Sentry]"),
            new Scenario(66, "text cut off", ABSTAIN, "The statement is longer than what a capture keeps [Sentry]"),
            new Scenario(67, "mostly HTTP", NEGATIVE, "Calls of another service per element, few queries [Sentry]"),
            new Scenario(68, "unlike slow reads", NEGATIVE, "Three independent slow queries [Sentry]"),
            new Scenario(
                    69,
                    "three alike, other literals",
                    NEGATIVE,
                    "One statement three times with different literals [Sentry]"),
            new Scenario(70, "batch insert", NEGATIVE, "Batches, all full [QuickPerf]"),
            new Scenario(71, "batch insert with remainder", NEGATIVE, "Batches, the last one smaller [QuickPerf]"),
            new Scenario(72, "single insert", NEGATIVE, "One insert [QuickPerf]"),
            new Scenario(73, "same select twice", DUPLICATE, "No parameters [QuickPerf]"),
            new Scenario(74, "OFFSET paging", NEGATIVE, "Page after page by OFFSET [query-audit]"),
            new Scenario(75, "keyset paging", NEGATIVE, "Page after page by the last key [query-audit]"),
            new Scenario(76, "chunked IN", NEGATIVE, "A thousand keys in four lists [own]"),
            new Scenario(77, "job polling", NEGATIVE, "FOR UPDATE SKIP LOCKED, again and again [own]"),
            new Scenario(78, "retry", NEGATIVE, "A transaction is tried again after serialization failures [own]"),
            new Scenario(79, "liveness checks", NEGATIVE, "SELECT 1 and isValid() [own]"),
            new Scenario(
                    81,
                    "requests on one thread",
                    NEGATIVE,
                    "Two hundred requests with one query each on one pooled thread [own, Prosopite]"),
            new Scenario(
                    83, "one instance in two transactions", NEGATIVE, "The same record found twice [yannbriancon]"),
            new Scenario(
                    84, "fixtures", NEGATIVE, "A test makes a few objects before what it tests [Prosopite's users]"),
            new Scenario(
                    85, "prefetch finds nothing", NEGATIVE, "A batch load of children that do not exist [nplusone]"),
            new Scenario(86, "over-fetch", NEGATIVE, "Fetched eagerly, never read [Bullet, nplusone]"),
            new Scenario(88, "cursor", NEGATIVE, "Ten thousand rows by a fetch size of 50: one execution [own]"),
            new Scenario(
                    90,
                    "cold cache",
                    NEGATIVE,
                    "A cache is filled once, and never read from the database again [own]"));

    private Scenarios() {}

    public static List<Scenario> all() {
        return ALL;
    }

    /** The scenario with this number. */
    public static Scenario numbered(int number) {
        return ALL.stream()
                .filter(scenario -> scenario.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scenario has the number " + number));
    }
}
