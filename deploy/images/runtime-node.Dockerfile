# Node functions, on the Node of BASE, or Debian's where it has none.
ARG BASE
FROM $BASE
COPY files/ /
RUN /var/runtime/prepare node nodejs node20 node18
ENV SCF_BOOTSTRAP='/var/lang/node20/bin/node /var/runtime/node/bootstrap.js'
USER 1000:1000
WORKDIR /var/user
CMD ["/var/runtime/launch"]
