# The sonde command; make dist first. Mount captures and snapshots at /work:
#   docker build -t sonde . && docker run --rm -v "$PWD:/work" sonde report captures
FROM eclipse-temurin:17-jre
# PostgreSQL, which plan twins are, does not run as root.
RUN useradd --create-home sonde
COPY advisor/cli/target/dist/sonde.jar /opt/sonde/sonde.jar
USER sonde
WORKDIR /work
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", "/opt/sonde/sonde.jar"]
