package dev.sonde.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sonde:review} in real builds of real repositories, on a real PostgreSQL. */
class ReviewMojoIT {

    private static final String TABLE = "create table orders (id bigint primary key, customer_id bigint);\n";
    private static final String BAD = "create index idx_c on orders (customer_id);\n";
    private static final String BOUND =
            "<executions><execution><goals><goal>review</goal></goals></execution></executions>";

    @TempDir
    Path folder;

    private TestProject project;

    @BeforeEach
    void aRepository() throws Exception {
        project = TestProject.at(folder);
    }

    @Test
    void failsTheBuildInThePhaseVerifyByWhatIsNotOnTheBranchThatTheBuildServerNames() throws Exception {
        project.write("pom.xml", TestProject.pom("orders", "", BOUND));
        project.write("src/main/resources/db/migration/V1__orders.sql", TABLE + BAD);
        project.commit();
        project.git("update-ref", "refs/remotes/origin/release", "HEAD");
        project.write("src/main/resources/db/migration/V2__index.sql", BAD.replace("idx_c", "idx_d"));

        MavenBuild build = MavenBuild.of(
                folder,
                Map.of("GITHUB_BASE_REF", "release"),
                "verify",
                "-Dsonde.formats=json=target/sonde/review.json");

        assertThat(build.status()).as(build.log()).isEqualTo(1);
        assertThat(build.log())
                .contains("[INFO] src/main/resources/db/migration/V2__index.sql:1: error create-index-blocking")
                .contains(":review (default) on project orders: Sonde review: 1 new file, 1 error, 0 warnings")
                .doesNotContain("V1__orders");
        JsonNode review = new ObjectMapper()
                .readTree(folder.resolve("target/sonde/review.json").toFile());
        assertThat(review.at("/findings/0/rule").asText()).isEqualTo("create-index-blocking");
    }

    @Test
    void endsTheBuildByTheCommandsOwnLineIfItCannotRun() throws Exception {
        project.write("pom.xml", TestProject.pom("orders", "", BOUND));
        project.write("src/main/resources/db/migration/V1__orders.sql", TABLE);
        project.commit();

        MavenBuild build = MavenBuild.of(folder, Map.of(), "sonde:review", "-Dsonde.base=nowhere");

        assertThat(build.status()).as(build.log()).isEqualTo(1);
        assertThat(build.log())
                .contains("(default-cli) on project orders: --base nowhere: no such branch or commit here; fetch it"
                        + " first, for example: git fetch origin nowhere")
                .contains("MojoExecutionException");
    }

    /** With a dependency of its own the plugin of the second module is loaded once more, beside that of the first. */
    @Test
    void runsInEachModuleThatHasMigrationsUnderWhicheverClassLoader() throws Exception {
        project.write(
                "pom.xml", TestProject.pom("all", "<module>a</module><module>b</module><module>c</module>", BOUND));
        project.write("a/pom.xml", TestProject.pom("a", "", BOUND));
        project.write("a/src/main/resources/db/migration/V1__orders.sql", TABLE);
        project.write(
                "b/pom.xml",
                TestProject.pom(
                        "b",
                        "",
                        BOUND
                                + "<dependencies><dependency><groupId>dev.sonde</groupId>"
                                + "<artifactId>sonde-capture</artifactId><version>" + MavenBuild.property("version")
                                + "</version></dependency></dependencies>"
                                + "<configuration><failOn>never</failOn></configuration>"));
        project.write("b/src/main/resources/db/migration/V1__customers.sql", "create table customers (id bigint);\n");
        project.commit();
        project.write("a/src/main/resources/db/migration/V2__column.sql", "alter table orders add column note text;\n");
        project.write("b/src/main/resources/db/migration/V2__index.sql", "create index idx_id on customers (id);\n");
        project.write(
                "c/pom.xml", TestProject.pom("c", "", BOUND + "<configuration><skip>true</skip></configuration>"));
        project.write("c/src/main/resources/db/migration/V1__wrong.sql", "no SQL;\n");

        MavenBuild build = MavenBuild.of(folder, Map.of(), "verify");

        assertThat(build.status()).as(build.log()).isZero();
        assertThat(build.log())
                .contains("no db/migration in the resources of this project: no migrations to review")
                .contains("Sonde review: 1 new file, 0 errors, 0 warnings")
                .contains("Sonde review: 1 new file, 1 error, 0 warnings")
                .contains("left out: sonde.skip is set");
    }
}
