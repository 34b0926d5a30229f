package dev.sonde.sample.nplusone.scenario;

/** With what a program talks to the database. */
public enum Framework {
    JDBC("JDBC"),
    JDBC_TEMPLATE("JdbcTemplate"),
    HIBERNATE("Hibernate"),
    MYBATIS("MyBatis"),
    JOOQ("jOOQ"),
    ECLIPSELINK("EclipseLink"),
    SPRING_DATA_JDBC("Spring Data JDBC");

    private final String title;

    Framework(String title) {
        this.title = title;
    }

    /** Name as its makers write it. */
    public String title() {
        return title;
    }
}
