# Programs that functions bring: custom runtimes, web functions, Go.
ARG BASE
FROM $BASE
COPY files/ /
RUN /var/runtime/prepare 
USER 1000:1000
WORKDIR /var/user
CMD ["/var/runtime/launch"]
