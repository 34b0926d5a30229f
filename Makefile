# Each target is one Maven line, shown when it runs.
.PHONY: help verify fast format demo demo-quick dist release reproducible bench soak n-plus-one flyway-matrix

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

verify: ## everything that must hold: format, analysis, tests
	mvn -B -ntp verify

fast: ## jars only: no format check, no analysis, no tests
	mvn -B -ntp -Pfast -DskipTests package

format: ## format all Java sources
	mvn -B -ntp spotless:apply

demo: ## the whole product on a real PostgreSQL
	./sonde demo

demo-quick: ## the same on less data
	./sonde demo --quick

dist: ## runnable jar, archives, completions, manual pages, SBOM in advisor/cli/target/dist
	mvn -B -ntp -Pfast,dist -DskipTests -pl advisor/cli -am package

release: ## jars of sources and Javadoc of all that is published
	mvn -B -ntp -Pfast,release -DskipTests package

reproducible: ## builds the archives twice, in two folders, and compares every byte
	.ci/reproducible

bench: ## Sonde beside its peers, writes docs/benchmarks.md; ARGS="--only stub,heap" or ARGS=--quick
	mvn -B -ntp -q -Pfast -DskipTests -pl sample-workloads/benchmarks,sample-workloads/agents,advisor/spark -am package && java -jar sample-workloads/benchmarks/target/sonde-benchmarks.jar $(ARGS)

soak: ## ten minutes of steady load; fails if memory or threads grow
	mvn -B -ntp -q -Pfast -DskipTests -pl sample-workloads/benchmarks -am package && java -jar sample-workloads/benchmarks/target/sonde-benchmarks.jar --only soak $(ARGS)

n-plus-one: ## our detector and its peers on labelled programs, writes docs/n-plus-one-benchmark.md
	mvn -B -ntp -q -Pfast -DskipTests -pl sample-workloads/n-plus-one -am package && java -jar sample-workloads/n-plus-one/target/sonde-n-plus-one.jar

flyway-matrix: ## written migrations under four majors of Flyway and two of PostgreSQL, writes docs/flyway-matrix.md
	mvn -B -ntp -q -Pfast -pl migrations -am -Dsonde.flyway-matrix=true -Dtest=FlywayMatrixTest -Dsurefire.failIfNoSpecifiedTests=false test
