# Each target is one Maven line, shown when it runs.
.PHONY: help verify fast format demo demo-quick

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
