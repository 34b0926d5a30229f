package dev.sonde.analysis.fix;

import java.util.List;

/** What issued a statement, as far as the fix depends on it. */
public enum Framework {
    HIBERNATE("Hibernate"),
    ECLIPSELINK("EclipseLink"),
    MYBATIS("MyBatis"),
    JOOQ("jOOQ"),
    SPRING_DATA_JDBC("Spring Data JDBC"),
    SPRING_JDBC("JdbcTemplate"),
    JDBC("JDBC");

    private final String label;

    Framework(String label) {
        this.label = label;
    }

    /** The name that its users know. */
    public String label() {
        return label;
    }

    /** The framework of a call site's hints; plain JDBC if they name none. */
    public static Framework of(List<String> hints) {
        if (hints.stream().anyMatch(hint -> hint.startsWith("hibernate") || hint.equals("spring-data-jpa"))) {
            return HIBERNATE;
        } else if (hints.contains("eclipselink")) {
            return ECLIPSELINK;
        } else if (hints.contains("mybatis")) {
            return MYBATIS;
        } else if (hints.contains("jooq")) {
            return JOOQ;
        } else if (hints.contains("spring-data-jdbc")) {
            return SPRING_DATA_JDBC;
        }
        return hints.contains("spring-jdbc") ? SPRING_JDBC : JDBC;
    }
}
