package dev.sonde.capture.sql;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words that the normaliser has to know. */
enum Keyword {
    // Statements
    SELECT,
    VALUES,
    TABLE,
    INSERT,
    UPDATE,
    DELETE,
    MERGE,
    CALL,
    WITH,
    SET,
    RESET,
    DISCARD,
    CREATE,
    ALTER,
    DROP,
    TRUNCATE,
    COMMENT,
    GRANT,
    REVOKE,
    REINDEX,
    REFRESH,
    REASSIGN,
    SECURITY,
    IMPORT,
    BEGIN,
    START,
    COMMIT,
    ROLLBACK,
    END,
    ABORT,
    SAVEPOINT,
    RELEASE,
    PREPARE,
    COPY,
    // Clauses and operators after which a sign belongs to the number
    WHERE,
    AND,
    OR,
    NOT,
    BETWEEN,
    IN,
    LIKE,
    ILIKE,
    THEN,
    WHEN,
    ELSE,
    CASE,
    LIMIT,
    OFFSET,
    FETCH,
    BY,
    ON,
    HAVING,
    RETURNING,
    DISTINCT,
    ALL,
    ANY,
    SOME,
    DEFAULT,
    FROM,
    TO,
    FOR,
    AS,
    ROWS,
    RANGE,
    // Other clauses
    FIRST,
    NEXT,
    ARRAY,
    GROUP,
    ORDER,
    PARTITION,
    UNION,
    INTERSECT,
    EXCEPT,
    WINDOW,
    SKIP,
    LOCKED,
    UESCAPE,
    // Secrets
    PASSWORD,
    CONNECTION,
    ROLE,
    USER,
    OPTIONS,
    PGP_SYM_ENCRYPT,
    PGP_SYM_DECRYPT,
    PGP_SYM_ENCRYPT_BYTEA,
    PGP_SYM_DECRYPT_BYTEA,
    PGP_PUB_DECRYPT,
    PGP_PUB_DECRYPT_BYTEA,
    CRYPT,
    HMAC,
    ENCRYPT,
    DECRYPT,
    ENCRYPT_IV,
    DECRYPT_IV,
    DBLINK,
    DBLINK_CONNECT,
    DBLINK_CONNECT_U,
    DBLINK_EXEC,
    SET_CONFIG,
    // Types that can stand before a string
    DATE(true),
    TIME(true),
    TIMESTAMP(true),
    TIMESTAMPTZ(true),
    TIMETZ(true),
    INTERVAL(true),
    JSON(true),
    JSONB(true),
    UUID(true),
    NUMERIC(true),
    DECIMAL(true),
    DEC(true),
    INT(true),
    INTEGER(true),
    BIGINT(true),
    SMALLINT(true),
    INT2(true),
    INT4(true),
    INT8(true),
    REAL(true),
    FLOAT(true),
    FLOAT4(true),
    FLOAT8(true),
    DOUBLE(true),
    BOOL(true),
    BOOLEAN(true),
    TEXT(true),
    VARCHAR(true),
    CHAR(true),
    CHARACTER(true),
    NATIONAL(true),
    NCHAR(true),
    BPCHAR(true),
    NAME(true),
    BYTEA(true),
    BIT(true),
    VARBIT(true),
    INET(true),
    CIDR(true),
    MACADDR(true),
    MACADDR8(true),
    POINT(true),
    BOX(true),
    LINE(true),
    LSEG(true),
    PATH(true),
    POLYGON(true),
    CIRCLE(true),
    TSVECTOR(true),
    TSQUERY(true),
    XML(true),
    MONEY(true),
    OID(true),
    REGCLASS(true),
    REGTYPE(true),
    REGPROC(true),
    INT4RANGE(true),
    INT8RANGE(true),
    NUMRANGE(true),
    TSRANGE(true),
    TSTZRANGE(true),
    DATERANGE(true),
    JSONPATH(true),
    PG_LSN(true),
    HSTORE(true),
    LTREE(true),
    CITEXT(true),
    GEOMETRY(true),
    GEOGRAPHY(true),
    VECTOR(true),
    // Further words of such types
    PRECISION,
    VARYING,
    WITHOUT,
    ZONE;

    private static final int SIZE = 1024;
    private static final @Nullable Keyword[] TABLE_BY_HASH = new @Nullable Keyword[SIZE];

    static {
        for (Keyword keyword : values()) {
            int slot = hash(keyword.text, 0, keyword.text.length());
            while (TABLE_BY_HASH[slot] != null) {
                slot = (slot + 1) & (SIZE - 1);
            }
            TABLE_BY_HASH[slot] = keyword;
        }
    }

    private final String text = name().toLowerCase(Locale.ROOT);
    private final boolean type;

    Keyword() {
        this(false);
    }

    Keyword(boolean type) {
        this.type = type;
    }

    boolean isType() {
        return type;
    }

    /** Whether a sign after the word belongs to the number that follows. */
    boolean takesSign() {
        return this == SELECT || (ordinal() >= WHERE.ordinal() && ordinal() <= RANGE.ordinal());
    }

    static @Nullable Keyword of(String sql, int start, int end) {
        int slot = hash(sql, start, end);
        while (true) {
            Keyword keyword = TABLE_BY_HASH[slot];
            if (keyword == null) {
                return null;
            }
            if (keyword.text.length() == end - start && keyword.text.regionMatches(true, 0, sql, start, end - start)) {
                return keyword;
            }
            slot = (slot + 1) & (SIZE - 1);
        }
    }

    private static int hash(String sql, int start, int end) {
        int hash = end - start;
        for (int i = start; i < Math.min(end, start + 32); i++) {
            hash = hash * 31 + (sql.charAt(i) | 0x20);
        }
        return (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (SIZE - 1);
    }
}
