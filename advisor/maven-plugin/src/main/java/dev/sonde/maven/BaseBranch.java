package dev.sonde.maven;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The branch that a build server says the change is to be merged into. */
final class BaseBranch {

    /** Of GitHub, GitLab, Jenkins, Bitbucket and Azure: set only where the build is one of a pull or merge request. */
    private static final List<String> VARIABLES = List.of(
            "GITHUB_BASE_REF",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
            "CHANGE_TARGET",
            "BITBUCKET_PR_DESTINATION_BRANCH",
            "SYSTEM_PULLREQUEST_TARGETBRANCH");

    private BaseBranch() {}

    /** Its name as the clone has it. */
    static Optional<String> of(Map<String, String> environment) {
        return VARIABLES.stream()
                .map(variable -> environment.getOrDefault(variable, ""))
                .filter(branch -> !branch.isEmpty())
                .map(branch -> "origin/" + branch.replaceFirst("^refs/heads/", ""))
                .findFirst();
    }
}
