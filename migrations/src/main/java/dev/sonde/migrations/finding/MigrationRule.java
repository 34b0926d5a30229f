package dev.sonde.migrations.finding;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a review looks for. Names starting with FW are traps of Flyway; the others are about the server. */
public enum MigrationRule {
    FW_CIC_SELF_DEADLOCK(
            Severity.ERROR,
            "CONCURRENTLY hangs for ever under Flyway's default lock",
            "Flyway keeps its lock in an open transaction on one connection and runs the file on "
                    + "another. CREATE INDEX CONCURRENTLY waits for every older transaction, so it "
                    + "waits for Flyway, and Flyway waits for it. No deadlock is detected and no time-out ends "
                    + "it.",
            "Set flyway.postgresql.transactional.lock=false, or add preferQueryMode=simple to the "
                    + "JDBC URL that Flyway uses (behind a transaction-pooling PgBouncer take the latter).",
            "Flyway; proved on 13.12.0"),
    FW_MIXED_FILE(
            Severity.ERROR,
            "Statements with and without a transaction in one file",
            "A file with a statement that cannot run in a transaction beside one that can is refused "
                    + "before anything runs.",
            "Put the statement into a file of its own, or executeInTransaction=false into the file's " + ".sql.conf.",
            "Flyway; proved on 13.12.0"),
    FW_UNDETECTED_NONTRANSACTIONAL(
            Severity.ERROR,
            "A statement that cannot run in a transaction, which Flyway does not know",
            "Flyway decides by the first words of a statement whether to begin a transaction. It does "
                    + "not know REINDEX CONCURRENTLY, DETACH PARTITION CONCURRENTLY and CLUSTER without a "
                    + "table, begins one, and the server refuses the statement.",
            "Put executeInTransaction=false into the file's .sql.conf.",
            "Flyway; proved on 13.12.0"),
    FW_GROUP_WITH_CIC(
            Severity.ERROR,
            "A file without a transaction in a project that groups its migrations",
            "With group=true all pending migrations run in one transaction; a file that cannot run in "
                    + "one makes the whole run fail.",
            "Set flyway.group=false, or run this migration in a run of its own.",
            "Flyway; proved on 13.12.0"),
    FW_SESSION_SET_LEAKS(
            Severity.WARNING,
            "A setting outlives its migration",
            "Flyway runs all files on one connection and restores only search_path and the role. A "
                    + "SET holds on in the files that follow; SET LOCAL does nothing outside of a transaction.",
            "In a file with a transaction write SET LOCAL; in one without write SET and RESET at the " + "end.",
            "Flyway; proved on 13.12.0"),
    FW_PLACEHOLDER_IN_TEXT(
            Severity.ERROR,
            "Text that Flyway takes for a placeholder without a value",
            "Flyway replaces every dollar sign with a name in braces, in strings and comments too, "
                    + "and fails if it has no value for the name.",
            "Define the placeholder, write the text otherwise, or put placeholderReplacement=false "
                    + "into the file's .sql.conf.",
            "Flyway; proved on 13.12.0"),
    FW_VERSION_COLLISION(
            Severity.ERROR,
            "Two migrations with the same version",
            "Versions are compared as numbers: 1, 01, 1.0 and 1_0 are the same. With two files of one "
                    + "version Flyway refuses the whole set, and the service does not start.",
            "Give the new file the next free version.",
            "Flyway; proved on 13.12.0"),
    FW_LATE_VERSION(
            Severity.ERROR,
            "A version below one that is applied",
            "A new file whose version is lower than the highest applied one fails validation, unless "
                    + "outOfOrder is true.",
            "Give the file a version above the highest on the base branch.",
            "Flyway; proved on 13.12.0"),
    FW_MIXED_SCHEMES(
            Severity.WARNING,
            "A version of another scheme than the project's",
            "Versions are compared part by part: V2026.07.04 sorts before V20260703143012 and after "
                    + "V26. A file of another scheme runs at an unexpected place, and later ones of the old "
                    + "scheme become late.",
            "Number the file as the project's other migrations are.",
            "Flyway; proved on 13.12.0"),
    FW_EDITED_APPLIED(
            Severity.ERROR,
            "A migration was changed that is on the base branch",
            "Flyway stores a checksum of each applied file; any change of its text, a comment or a "
                    + "blank at the end of a line too, makes validation fail wherever the file is applied. Only "
                    + "the kind of line end does not count.",
            "Undo the change and write a new migration.",
            "Flyway; proved on 13.12.0"),
    FW_MISNAMED_IGNORED(
            Severity.ERROR,
            "A file that Flyway does not take for a migration",
            "A .sql file whose name fits none of Flyway's patterns is skipped, without an error, so "
                    + "the change never reaches the database.",
            "Name it V<version>__<description>.sql (two underscores), and set " + "validateMigrationNaming=true.",
            "Flyway; proved on 13.12.0"),
    FW_UNDO_FILE_IN_OSS(
            Severity.WARNING,
            "An undo file that the open-source edition does not know",
            "U files belong to paid editions. The open-source one skips them, and with "
                    + "validateMigrationNaming=true fails.",
            "Keep the undo statements elsewhere, for example in the pull request.",
            "Flyway, open-source edition; proved on 13.12.0"),
    FW_CONF_PROBLEMS(
            Severity.ERROR,
            "A .sql.conf that does not do what it says",
            "An unknown key makes Flyway fail; a .sql.conf without its .sql does nothing; a change to "
                    + "one is not part of the checksum, so servers that applied the file before ran it "
                    + "otherwise.",
            "Use the keys executeInTransaction, placeholderReplacement and encoding, and keep the "
                    + "file beside its .sql.",
            "Flyway; proved on 13.12.0"),
    FW_TEAMS_ONLY_KEY(
            Severity.ERROR,
            "A key of paid editions",
            "shouldExecute belongs to paid editions; the open-source one refuses the file.",
            "Leave it out.",
            "Flyway, open-source edition; proved on 13.12.0"),
    FW_CIC_IF_NOT_EXISTS(
            Severity.ERROR,
            "IF NOT EXISTS takes an invalid index for a good one",
            "When CREATE INDEX CONCURRENTLY fails, it leaves an INVALID index behind. After a repair "
                    + "the same statement with IF NOT EXISTS finds the name taken and succeeds: the migration "
                    + "is recorded as done and no query will ever use the index.",
            "Drop an invalid leftover first and assert indisvalid afterwards, as the files that sonde "
                    + "advise writes do.",
            "all"),
    FW_GLOBAL_LOCK_TIMEOUT_KILLS_CIC(
            Severity.ERROR,
            "A lock time-out of the session ends a concurrent build",
            "lock_timeout also bounds how long a concurrent build waits for older transactions. A "
                    + "short one, set for the whole session by URL, role or callback, cancels the build and "
                    + "leaves an INVALID index.",
            "SET lock_timeout to 0 or some minutes before the build, and RESET it at the end.",
            "all"),
    FW_REPEATABLE_HAZARDS(
            Severity.WARNING,
            "A repeatable migration that cannot be repeated",
            "Flyway runs an R file again after every edit. A statement that fails when its object is "
                    + "there stops that run.",
            "Use CREATE OR REPLACE, IF NOT EXISTS or ON CONFLICT, or put the statement into a "
                    + "versioned migration.",
            "Flyway; proved on 13.12.0"),
    CREATE_INDEX_BLOCKING(
            Severity.ERROR,
            "An index is built while writers wait",
            "CREATE INDEX without CONCURRENTLY holds SHARE on the table while it reads all of it: "
                    + "inserts, updates and deletes wait that long.",
            "CREATE INDEX CONCURRENTLY in a file of its own.",
            "all"),
    DROP_INDEX_BLOCKING(
            Severity.ERROR,
            "Dropping an index locks out readers too",
            "DROP INDEX takes ACCESS EXCLUSIVE on the table; while it waits for a running query, "
                    + "every later query waits behind it.",
            "DROP INDEX CONCURRENTLY in a file of its own.",
            "all"),
    REINDEX_BLOCKING(
            Severity.ERROR,
            "Rebuilding an index blocks",
            "REINDEX holds SHARE on the table and ACCESS EXCLUSIVE on the index while it reads all "
                    + "rows: writers wait, and so does every query that would use the index.",
            "REINDEX … CONCURRENTLY, with executeInTransaction=false in the file's .sql.conf.",
            "PostgreSQL 12 and later have CONCURRENTLY"),
    REFRESH_MATVIEW_BLOCKING(
            Severity.WARNING,
            "Refreshing locks out readers of the view",
            "REFRESH MATERIALIZED VIEW holds ACCESS EXCLUSIVE on the view until it is filled anew.",
            "REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on the view.",
            "all"),
    VACUUM_FULL(
            Severity.ERROR,
            "VACUUM FULL locks the table while it copies it",
            "VACUUM FULL writes the table and all its indexes anew under ACCESS EXCLUSIVE: neither "
                    + "reads nor writes go on.",
            "Leave it out of migrations; plain VACUUM blocks nobody.",
            "all"),
    CLUSTER(
            Severity.ERROR,
            "CLUSTER locks the table while it copies it",
            "CLUSTER writes the table and all its indexes anew under ACCESS EXCLUSIVE: neither reads "
                    + "nor writes go on.",
            "Leave it out of migrations.",
            "all"),
    ADD_COLUMN_VOLATILE_DEFAULT(
            Severity.ERROR,
            "Adding the column writes the whole table anew",
            "A default that differs from row to row, a serial or identity column, a stored generated "
                    + "column or a domain with a constraint makes the server rewrite the table and its indexes "
                    + "under ACCESS EXCLUSIVE.",
            "Add the column without a default, then set the default, and fill old rows in batches.",
            "PostgreSQL 11 and later; before, any default"),
    ALTER_TYPE_REWRITE(
            Severity.ERROR,
            "Changing the type writes the whole table anew",
            "Where old values are not stored as the new type's, the server rewrites the table and all "
                    + "its indexes under ACCESS EXCLUSIVE.",
            "Add a column of the new type, write both, fill it in batches, then swap.",
            "all"),
    ALTER_TYPE_INDEX_REBUILD(
            Severity.ERROR,
            "Changing the type builds indexes anew",
            "The table stays, but every index on the column is built anew while ACCESS EXCLUSIVE is " + "held.",
            "Add a column of the new type with its index built concurrently, fill it in batches, then " + "swap.",
            "all"),
    TABLE_REWRITE(
            Severity.ERROR,
            "The whole table is written anew",
            "The server writes the table and all its indexes anew while ACCESS EXCLUSIVE is held: "
                    + "neither reads nor writes go on.",
            "Create a new table and move the rows in batches.",
            "all"),
    SET_NOT_NULL_SCAN(
            Severity.ERROR,
            "SET NOT NULL reads the whole table under lock",
            "The server checks every row while ACCESS EXCLUSIVE is held.",
            "ADD CONSTRAINT … CHECK (column IS NOT NULL) NOT VALID; in a later migration VALIDATE "
                    + "CONSTRAINT; then SET NOT NULL, which the valid constraint proves; then drop the "
                    + "constraint.",
            "the fix works from PostgreSQL 12"),
    ADD_CHECK_VALIDATING(
            Severity.ERROR,
            "A new CHECK reads the whole table under lock",
            "The server checks every row while ACCESS EXCLUSIVE is held.",
            "ADD CONSTRAINT … NOT VALID, and VALIDATE CONSTRAINT in a later migration.",
            "all"),
    ADD_FK_VALIDATING(
            Severity.ERROR,
            "A new foreign key checks all rows while both tables are locked",
            "The server looks up every row in the referenced table while SHARE ROW EXCLUSIVE is held "
                    + "on both: writers of both wait.",
            "ADD CONSTRAINT … NOT VALID, and VALIDATE CONSTRAINT in a later migration.",
            "all"),
    ADD_UNIQUE_BLOCKING(
            Severity.ERROR,
            "A new constraint builds its index under lock",
            "UNIQUE and PRIMARY KEY constraints build an index over all rows while ACCESS EXCLUSIVE is held.",
            "CREATE UNIQUE INDEX CONCURRENTLY in a file of its own, then ADD CONSTRAINT … USING INDEX.",
            "all"),
    ADD_EXCLUSION_CONSTRAINT(
            Severity.ERROR,
            "A new EXCLUDE constraint builds its index under lock",
            "The index over all rows is built while ACCESS EXCLUSIVE is held, and unlike that of a UNIQUE constraint it "
                    + "cannot be built concurrently before.",
            "Make a new table that has the constraint, move the rows to it in batches and then swap the names; or plan "
                    + "for the lock at a time when nobody needs the table.",
            "all"),
    PK_USING_INDEX_ON_NULLABLE(
            Severity.ERROR,
            "A primary key over an index reads the whole table under lock",
            "The columns of a primary key must not be null. Where they may be, PRIMARY KEY USING INDEX checks every row "
                    + "while ACCESS EXCLUSIVE is held.",
            "First make the columns NOT NULL without a scan under lock, as set-not-null-scan says; then the primary "
                    + "key over the index takes a moment.",
            "all"),
    ATTACH_PARTITION_SCAN(
            Severity.ERROR,
            "Attaching reads the whole new partition under lock",
            "The server checks that every row fits the partition's bounds while ACCESS EXCLUSIVE is " + "held on it.",
            "Before, add a CHECK constraint with the partition's bounds NOT VALID and validate it; "
                    + "the server then skips the scan.",
            "all"),
    DETACH_PARTITION_BLOCKING(
            Severity.ERROR,
            "Detaching locks the whole partitioned table",
            "DETACH PARTITION takes ACCESS EXCLUSIVE on the parent; while it waits for a running "
                    + "query, every later query of any partition waits behind it.",
            "DETACH PARTITION … CONCURRENTLY, with executeInTransaction=false in the file's " + ".sql.conf.",
            "PostgreSQL 14 and later have CONCURRENTLY"),
    STATEMENT_AFTER_ACCESS_EXCLUSIVE(
            Severity.WARNING,
            "Slow work while a table is locked out",
            "A lock is held until the transaction ends. Reading or writing many rows after a "
                    + "statement that took ACCESS EXCLUSIVE keeps everybody out for that long.",
            "Put the statement that takes the lock and the one that takes long into separate " + "migrations.",
            "all"),
    CREATE_TRIGGER_WAITS(
            Severity.WARNING,
            "A new trigger without a lock time-out",
            "CREATE TRIGGER takes SHARE ROW EXCLUSIVE. While it waits for a transaction that writes to the table, every "
                    + "later write waits behind it, however short the work itself is.",
            "SET LOCAL lock_timeout before it, some seconds at most, and run the migration again if it fails.",
            "all"),
    DDL_WITHOUT_LOCK_TIMEOUT(
            Severity.WARNING,
            "A large table is locked without a lock time-out",
            "A statement that takes ACCESS EXCLUSIVE waits for every transaction that uses the table, and everybody "
                    + "else waits behind it, readers too, however short the work itself is. Told of tables of 64 MB and "
                    + "more by the snapshot, if neither the file nor Flyway's settings nor a callback set lock_timeout; "
                    + "what the role or the database sets is not seen.",
            "SET LOCAL lock_timeout before it, some seconds at most, and run the migration again if it fails.",
            "all"),
    CONCURRENT_BUILD_UNDER_SHORT_TIMEOUT(
            Severity.ERROR,
            "A short time-out cuts a concurrent build off",
            "A concurrent build or drop waits for transactions that are older than itself, on whatever tables. "
                    + "lock_timeout bounds that wait and statement_timeout the whole; when either strikes, the index is "
                    + "left INVALID.",
            "Before the build SET lock_timeout to some minutes and statement_timeout to 0, and RESET both at the end.",
            "all"),
    EXPLICIT_LOCK_TABLE(
            Severity.WARNING,
            "LOCK TABLE keeps others out until the migration ends",
            "The lock is held until the end of the transaction, over all that the file does after it.",
            "Lock rows, with SELECT … FOR UPDATE, or leave it out: each statement takes the lock that it needs.",
            "all"),
    DML_WITHOUT_WHERE(
            Severity.WARNING,
            "Every row is changed in one transaction",
            "UPDATE and DELETE lock each row that they change until the transaction ends. Without WHERE that is every "
                    + "row: whoever changes one waits for all, replicas lag, and the table bloats.",
            "Change the rows in batches, each in a transaction of its own: several files, or a job beside the "
                    + "migration.",
            "all"),
    DROP_COLUMN(
            Severity.WARNING,
            "A column goes that running code may ask for",
            "While a release is rolled out, and after a roll-back, code of the release before still names the column, "
                    + "as mapped entities do in every SELECT and INSERT: its statements fail.",
            "In this release stop using the column (and drop its NOT NULL); drop it in the next one.",
            "all"),
    DROP_TABLE(
            Severity.WARNING,
            "A table goes that running code may ask for",
            "While a release is rolled out, and after a roll-back, statements of the release before fail; and no "
                    + "migration brings the rows back.",
            "In this release stop using the table; drop it in the next one.",
            "all"),
    RENAME_COLUMN(
            Severity.WARNING,
            "A column is renamed under running code",
            "While a release is rolled out, and after a roll-back, code of the release before asks for the old name: "
                    + "its statements fail.",
            "Add a column with the new name, write both, fill the old rows in batches, read the new one; drop the old "
                    + "one in a later release.",
            "all"),
    RENAME_TABLE(
            Severity.WARNING,
            "A table is renamed under running code",
            "While a release is rolled out, and after a roll-back, code of the release before asks for the old name: "
                    + "its statements fail.",
            "In the same file create a view with the old name, which PostgreSQL lets be written through; drop it in a "
                    + "later release.",
            "all"),
    ADD_REQUIRED_COLUMN(
            Severity.ERROR,
            "A new column must have a value and has none",
            "NOT NULL without a default fails at once where the table has a row, which the empty database of a test "
                    + "does not show. Where it has none, inserts of the release before, which do not name the column, "
                    + "fail.",
            "Add the column with a constant default or without NOT NULL; make it NOT NULL in a later release.",
            "all"),
    TRUNCATE_TABLE(
            Severity.WARNING,
            "A table is emptied that was there before",
            "TRUNCATE takes ACCESS EXCLUSIVE, and no migration brings the rows back.",
            "Delete the rows that have to go, in batches.",
            "all"),
    DROP_CASCADE(
            Severity.WARNING,
            "CASCADE drops what the file does not name",
            "What depends on the dropped object goes too, in production perhaps more than on the database where it was "
                    + "tried.",
            "Drop or replace each dependent object by its name, and leave CASCADE out: then the server refuses what "
                    + "was overlooked.",
            "all"),
    CIC_ON_PARTITIONED_PARENT(
            Severity.ERROR,
            "CONCURRENTLY does not work on a partitioned table",
            "The server refuses to build or drop an index of a partitioned table concurrently.",
            "CREATE INDEX … ON ONLY parent, CREATE INDEX CONCURRENTLY on each partition, then ALTER "
                    + "INDEX … ATTACH PARTITION.",
            "all"),
    STATEMENT_BREAKS(
            Severity.ERROR,
            "A captured statement no longer prepares",
            "The server takes a statement that services send before the new migrations and refuses it after them. "
                    + "While the release is rolled out, and after a rollback, code that sends it fails.",
            "Expand, migrate, contract: first release code that does without what goes, then take it away in a "
                    + "later release; a renamed table or column can live on in a view.",
            "all"),
    USED_INDEX_DROPPED(
            Severity.ERROR,
            "An index is dropped that captured statements use",
            "Statements that services send are planned with the index before the new migrations, and without it "
                    + "they cost more, by the planner's estimate with the source's statistics.",
            "Keep the index, or first create the one that takes its place.",
            "all"),
    PLAN_REGRESSION(
            Severity.ERROR,
            "A captured statement is planned worse",
            "The planner's estimate for statements that services send is higher after the new migrations, with the "
                    + "source's statistics: an index no longer fits a changed type, a table is wider, a view reads "
                    + "more.",
            "Compare the two plans, and create in the same release the index or the statistics that the new one "
                    + "lacks.",
            "all"),
    INDEX_NEVER_CHOSEN(
            Severity.WARNING,
            "A new index that no captured statement is planned with",
            "Every write keeps the index up to date, and none of the statements that services send is cheaper for "
                    + "it by the planner's estimate with the source's statistics.",
            "Leave it out, or, if it is for code that is not captured yet, suppress this with that reason.",
            "all"),
    MIGRATION_FAILS(
            Severity.ERROR,
            "The migration fails",
            "The server or Flyway refused the file on a throw-away server that has the schema of the " + "base branch.",
            "Mend the statement; the message is the server's.",
            "all"),
    NOT_REVIEWED(
            Severity.INFO,
            "A file was not looked into",
            "Java and script migrations are not run by a review, and files that are no UTF-8 text are " + "not read.",
            "Review it by eye.",
            "all"),
    BAD_SUPPRESSION(
            Severity.WARNING,
            "A suppression that does not hold",
            "A suppression needs the id of a rule and a reason, and a finding to suppress.",
            "Write -- sonde:ignore rule-id reason above the statement, or for an applied file an entry with rule, file "
                    + "and reason in sonde.toml; or take it out.",
            "all");

    private final Severity severity;
    private final String title;
    private final String problem;
    private final String remedy;
    private final String versions;

    MigrationRule(Severity severity, String title, String problem, String remedy, String versions) {
        this.severity = severity;
        this.title = title;
        this.problem = problem;
        this.remedy = remedy;
        this.versions = versions;
    }

    /** As users write it, for example {@code create-index-blocking}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The rule of that id. */
    public static Optional<MigrationRule> of(String id) {
        return Arrays.stream(values()).filter(rule -> rule.id().equals(id)).findFirst();
    }

    /** How bad a finding is where nothing more is known. */
    public Severity severity() {
        return severity;
    }

    /** A headline. */
    public String title() {
        return title;
    }

    /** What goes wrong, and why. */
    public String problem() {
        return problem;
    }

    /** What to do in general. */
    public String remedy() {
        return remedy;
    }

    /** Versions of Flyway or PostgreSQL it holds for. */
    public String versions() {
        return versions;
    }

    /** Whether it is about Flyway, and decided without a server. */
    public boolean ofFlyway() {
        return name().startsWith("FW_");
    }

    /** Whether it is about captured statements. */
    public boolean ofWorkload() {
        return this == STATEMENT_BREAKS
                || this == USED_INDEX_DROPPED
                || this == PLAN_REGRESSION
                || this == INDEX_NEVER_CHOSEN;
    }
}
