package dev.sonde.migrations.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlywayProjectTest {

    @TempDir
    Path root;

    @Test
    void aSpringBoot3MavenProjectIsReadFromItsPropertiesWithPlaces() throws IOException {
        file("pom.xml", """
                <project><parent><artifactId>spring-boot-starter-parent</artifactId></parent>
                <dependencies><dependency><artifactId>flyway-core</artifactId></dependency></dependencies></project>
                """);
        file("src/main/resources/application.properties", """
                spring.datasource.url=jdbc:postgresql://db:6432/shop?user=app&password=hunter2&prepareThreshold=0
                spring.datasource.password=hunter2
                # migrations
                spring.flyway.locations=classpath:db/migration,\\
                  classpath:db/{vendor}
                spring.flyway.sql-migration-prefix=M
                spring.flyway.placeholders.tenantName=acme
                """);
        file("src/main/resources/application-prod.yml", """
                spring:
                  flyway:
                    postgresql:
                      transactional-lock: false
                """);
        file("src/main/resources/db/migration/M1__a.sql", "");

        List<FlywaySettings> flyways = read().flyways();

        assertThat(flyways).extracting(FlywaySettings::runner).containsOnly(Runner.SPRING_BOOT);
        assertThat(flyways).extracting(FlywaySettings::profile).containsExactly(Optional.empty(), Optional.of("prod"));
        FlywaySettings settings = flyways.get(0);
        assertThat(settings.sqlMigrationPrefix()).isEqualTo("M");
        assertThat(settings.placeholders()).containsExactly(Map.entry("tenantName", "acme"));
        assertThat(settings.setting("locations").orElseThrow().origin())
                .hasToString("src/main/resources/application.properties:4");
        assertThat(FlywayProject.folders(settings))
                .containsExactly(
                        root.resolve("src/main/resources/db/migration"),
                        root.resolve("src/main/resources/db/postgresql"));
        assertThat(settings.transactionalLock()).isTrue();
        assertThat(flyways.get(1).transactionalLock()).isFalse();
        assertThat(flyways.get(1)
                        .setting("postgresql.transactional.lock")
                        .orElseThrow()
                        .origin())
                .hasToString("src/main/resources/application-prod.yml:4");
        assertThat(settings.url().port()).hasValue(6432);
        assertThat(settings.url().options()).containsEntry("preparethreshold", "0");
        assertThat(flyways.toString()).doesNotContain("hunter2");
    }

    @Test
    void aSpringBoot4GradleKotlinProjectIsReadFromYamlOfSeveralDocuments() throws IOException {
        file("build.gradle.kts", """
                plugins { id("org.springframework.boot") version "4.1.2" }
                dependencies { implementation("org.springframework.boot:spring-boot-starter-flyway") }
                """);
        file("src/main/resources/application.yaml", """
                app:
                  version: @project.version@
                spring:
                  datasource:
                    url: jdbc:postgresql://${DB_HOST:localhost}/shop?options=-c%20lock_timeout=5s
                  flyway:
                    locations:
                      - classpath:db/migration
                      - filesystem:sql
                    init-sqls: [set statement_timeout = 1000]
                ---
                spring:
                  config.activate.on-profile: jobs
                  flyway.lock-retry-count: -1
                """);
        file("src/main/resources/db/migration/V1__a.sql", "");

        FlywayProject project = read();

        assertThat(project.problems()).isEmpty();
        FlywaySettings settings = project.flyways().get(0);
        assertThat(settings.url().text()).isEqualTo("jdbc:postgresql://localhost/shop?options=-c%20lock_timeout=5s");
        assertThat(settings.url().sessionSetting("lock_timeout")).contains("5s");
        assertThat(settings.locations()).containsExactly("classpath:db/migration", "filesystem:sql");
        assertThat(settings.initSql()).isEqualTo("set statement_timeout = 1000");
        assertThat(settings.lockRetryCount()).isEqualTo(50);
        FlywaySettings jobs = project.flyways().get(1);
        assertThat(jobs.profile()).contains("jobs");
        assertThat(jobs.lockRetryCount()).isEqualTo(-1);
        assertThat(settings.setting("locations").orElseThrow().origin().line()).isEqualTo(8);
    }

    @Test
    void flywayTomlGivesTheEnvironmentThatIsUsed() throws IOException {
        file("flyway.toml", """
                [environments.default]
                url = "jdbc:postgresql://localhost/default"
                [environments.staging]
                url = "jdbc:postgresql://stage/app?preferQueryMode=simple"
                password = "hunter2"
                [flyway]
                environment = "staging"
                locations = ["filesystem:sql", "filesystem:more"]
                validateMigrationNaming = true
                [flyway.postgresql.transactional]
                lock = false
                [flyway.placeholders]
                x = "1"
                """);

        FlywaySettings settings = only();

        assertThat(settings.runner()).isEqualTo(Runner.COMMAND_LINE);
        assertThat(settings.url().isSimpleQueryMode()).isTrue();
        assertThat(settings.validateMigrationNaming()).isTrue();
        assertThat(settings.transactionalLock()).isFalse();
        assertThat(settings.setting("postgresql.transactional.lock")
                        .orElseThrow()
                        .origin())
                .hasToString("flyway.toml:11");
        assertThat(settings.placeholders()).containsEntry("x", "1");
        assertThat(FlywayProject.folders(settings)).containsExactly(root.resolve("sql"), root.resolve("more"));
        assertThat(settings.toString()).doesNotContain("hunter2");
    }

    @Test
    void theEnvironmentOverridesFlywayConf() throws IOException {
        file("conf/flyway.conf", "flyway.group=true\nflyway.mixed=true\nflyway.sqlMigrationSeparator=-\n");

        FlywaySettings settings = FlywayProject.read(
                        root, Map.of("FLYWAY_GROUP", "false", "FLYWAY_PASSWORD", "hunter2"))
                .flyways()
                .get(0);

        assertThat(settings.group()).isFalse();
        assertThat(settings.setting("group").orElseThrow().origin()).hasToString("environment variable FLYWAY_GROUP");
        assertThat(settings.mixed()).isTrue();
        assertThat(settings.sqlMigrationSeparator()).isEqualTo("-");
        assertThat(settings.toString()).doesNotContain("hunter2");
    }

    @Test
    void mavenModulesInheritThePluginOfTheirParent() throws IOException {
        file("pom.xml", """
                <project>
                  <properties><db.url>jdbc:postgresql://db/app?socketTimeout=30</db.url></properties>
                  <build><pluginManagement><plugins><plugin>
                    <configuration>
                      <url>${db.url}</url>
                      <locations><location>filesystem:sql</location><location>filesystem:more</location></locations>
                      <lockRetryCount>9</lockRetryCount>
                      <password>hunter2</password>
                    </configuration>
                    <artifactId>flyway-maven-plugin</artifactId>
                  </plugin></plugins></pluginManagement></build>
                </project>
                """);
        file("orders/pom.xml", """
                <project><build><plugins><plugin><artifactId>flyway-maven-plugin</artifactId></plugin></plugins></build>
                <properties><flyway.outOfOrder>true</flyway.outOfOrder></properties></project>
                """);
        file("orders/sql/V1__a.sql", "");
        file("billing/src/main/resources/db/migration/V1__a.sql", "");
        file("library/pom.xml", "<project/>");

        List<FlywaySettings> flyways = read().flyways();

        assertThat(flyways)
                .extracting(settings -> root.relativize(settings.folder()).toString())
                .containsExactly("billing", "orders");
        FlywaySettings orders = flyways.get(1);
        assertThat(orders.runner()).isEqualTo(Runner.MAVEN);
        assertThat(orders.url().options()).containsEntry("sockettimeout", "30");
        assertThat(orders.locations()).containsExactly("filesystem:sql", "filesystem:more");
        assertThat(orders.lockRetryCount()).isEqualTo(9);
        assertThat(orders.outOfOrder()).isTrue();
        assertThat(orders.setting("url").orElseThrow().origin()).hasToString("pom.xml:5");
        assertThat(orders.toString()).doesNotContain("hunter2");
    }

    @Test
    void gradleBlocksOfBothLanguagesAreRead() throws IOException {
        file("groovy/build.gradle", """
                plugins { id 'org.flywaydb.flyway' version '13.12.0' }
                /* flyway { url = 'no' } */
                flyway {
                    url = "jdbc:postgresql://db/app" // not 'this'
                    locations = ['filesystem:db//sql', 'classpath:x']
                    group true
                    placeholders = [a: 'b', 'c': 'd']
                    password = 'hunter2'
                }
                """);
        file("kotlin/build.gradle.kts", """
                flyway {
                    url = "jdbc:postgresql://db/kotlin"
                    locations = arrayOf("filesystem:sql")
                    sqlMigrationPrefix.set("M")
                    placeholders = mapOf("a" to "b")
                }
                """);

        List<FlywaySettings> flyways = read().flyways();

        assertThat(flyways).extracting(FlywaySettings::runner).containsOnly(Runner.GRADLE);
        FlywaySettings groovy = flyways.get(0);
        assertThat(groovy.url().text()).isEqualTo("jdbc:postgresql://db/app");
        assertThat(groovy.locations()).containsExactly("filesystem:db//sql", "classpath:x");
        assertThat(groovy.group()).isTrue();
        assertThat(groovy.placeholders()).containsOnly(Map.entry("a", "b"), Map.entry("c", "d"));
        assertThat(groovy.setting("url").orElseThrow().origin()).hasToString("groovy/build.gradle:4");
        assertThat(groovy.toString()).doesNotContain("hunter2");
        FlywaySettings kotlin = flyways.get(1);
        assertThat(kotlin.locations()).containsExactly("filesystem:sql");
        assertThat(kotlin.sqlMigrationPrefix()).isEqualTo("M");
        assertThat(kotlin.placeholders()).containsExactly(Map.entry("a", "b"));
    }

    @Test
    void codeThatConfiguresFlywayIsNamed() throws IOException {
        file("pom.xml", "<project><artifactId>spring-boot-starter-parent</artifactId>flyway-core</project>");
        file("src/main/java/app/Migrations.java", "class Migrations {\n  Object o = Flyway.configure().load();\n}");
        file("src/main/resources/application.properties", "server.port=1");
        file("src/main/resources/db/migration/V1__a.sql", "");

        FlywaySettings settings = only();

        assertThat(settings.runner()).isEqualTo(Runner.CODE);
        assertThat(settings.file()).contains("src/main/java/app/Migrations.java:2");
    }

    @Test
    void oddFilesAreNamedAndTheRestGoesOn() throws IOException {
        file("a/flyway.toml", "[flyway\nx = 1");
        file("b/pom.xml", """
                <!DOCTYPE project [<!ENTITY x SYSTEM "file:///etc/passwd">]>
                <project><build><plugins><plugin><artifactId>flyway-maven-plugin</artifactId>
                <configuration><url>&x;</url></configuration></plugin></plugins></build></project>
                """);
        file("c/src/main/resources/application.yml", "spring:\n  flyway:\n   locations: [a\n  x: {");
        file("d/flyway.conf", "flyway.table=\\u12\nflyway.group=true\n");
        file("e/src/main/resources/application.yml", "a: &a\n  b: *a\nspring: {flyway: {group: true}}\n");
        file("f/flyway.conf", "x".repeat(1 << 20) + "y");

        FlywayProject project = read();

        assertThat(project.problems())
                .hasSize(5)
                .allMatch(problem -> problem.lines().count() == 1)
                .anyMatch(problem -> problem.startsWith("a/flyway.toml: line 1"))
                .anyMatch(problem -> problem.startsWith("b/pom.xml: line 3"))
                .anyMatch(problem -> problem.startsWith("c/src/main/resources/application.yml: line 4"))
                .anyMatch(problem -> problem.startsWith("d/flyway.conf: line 1"))
                .anyMatch(problem -> problem.startsWith("f/flyway.conf: larger than 1 MB"));
        assertThat(project.flyways())
                .filteredOn(FlywaySettings::group)
                .extracting(settings -> root.relativize(settings.folder()).toString())
                .containsExactly("d", "e");
        assertThat(project.toString()).doesNotContain("root:x");
    }

    @Test
    void testResourcesAndBuildOutputDoNotCount() throws IOException {
        file("src/test/resources/application.properties", "spring.flyway.group=true");
        file("target/classes/application.properties", "spring.flyway.group=true");
        file(".git/flyway.toml", "[flyway]");

        assertThat(read().flyways()).isEmpty();
    }

    private FlywayProject read() throws IOException {
        return FlywayProject.read(root, Map.of());
    }

    private FlywaySettings only() throws IOException {
        List<FlywaySettings> flyways = read().flyways();
        assertThat(flyways).hasSize(1);
        return flyways.get(0);
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
