package dev.sonde.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BaseBranchTest {

    @Test
    void isTheBranchThatTheBuildServerNames() {
        assertThat(BaseBranch.of(Map.of("GITHUB_BASE_REF", "release/2"))).hasValue("origin/release/2");
        assertThat(BaseBranch.of(Map.of("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")))
                .hasValue("origin/main");
        assertThat(BaseBranch.of(Map.of("CHANGE_TARGET", "main"))).hasValue("origin/main");
        assertThat(BaseBranch.of(Map.of("BITBUCKET_PR_DESTINATION_BRANCH", "main")))
                .hasValue("origin/main");
        assertThat(BaseBranch.of(Map.of("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main")))
                .hasValue("origin/main");
    }

    /** GitHub sets its variable to nothing in a build of a push. */
    @Test
    void isLeftToTheCommandElsewhere() {
        assertThat(BaseBranch.of(Map.of())).isEmpty();
        assertThat(BaseBranch.of(Map.of("GITHUB_BASE_REF", ""))).isEmpty();
    }
}
