# Builds the app, and serves the studio as a user without rights: see docs/deploying.md.
# docker build -t gen4j .
# docker run --read-only --tmpfs /tmp:exec -v "$PWD/runs:/runs" -e GEN_STUDIO_TOKEN=… -p 7860:7860 gen4j

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY . .
RUN mvn --batch-mode --quiet -pl gen-app -am -DskipTests package

FROM eclipse-temurin:17-jre
RUN groupadd --system gen4j && useradd --system --gid gen4j --home-dir /nonexistent gen4j && mkdir /runs && chown gen4j:gen4j /runs
COPY --from=build /build/gen-app/target/gen-app.jar /app/gen-app.jar
USER gen4j
WORKDIR /runs
EXPOSE 7860
# Java's heap, and the memory of ND4J's arrays beside it.
ENV JAVA_TOOL_OPTIONS="-Xmx1g -Dorg.bytedeco.javacpp.maxbytes=2g -Dorg.bytedeco.javacpp.cachedir=/tmp/javacpp"
SHELL ["/bin/bash", "-c"]
HEALTHCHECK --interval=30s --timeout=5s CMD exec 3<>/dev/tcp/127.0.0.1/7860 && printf 'GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3 && grep -q '200 OK' <&3
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-jar", "/app/gen-app.jar"]
CMD ["serve", "--runs", "/runs", "--host", "0.0.0.0"]
