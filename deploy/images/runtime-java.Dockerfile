# Java functions, on the Java of BASE (17 or later), or Debian's.
ARG BASE
FROM $BASE
COPY files/ /
RUN /var/runtime/prepare java openjdk-17-jre-headless java11 java8
ENV SCF_BOOTSTRAP='/var/lang/java11/bin/java $SCF_JAVA_OPTIONS -cp /var/runtime/java/scf-runtime.jar scfaspire.runtime.Bootstrap'
USER 1000:1000
WORKDIR /var/user
CMD ["/var/runtime/launch"]
