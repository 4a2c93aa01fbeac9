# Python functions, on the Python 3 of BASE, or Debian's.
ARG BASE
FROM $BASE
COPY files/ /
RUN /var/runtime/prepare python3 python3 python310
ENV SCF_BOOTSTRAP='/var/lang/python310/bin/python3 -u /var/runtime/python/bootstrap.py'
USER 1000:1000
WORKDIR /var/user
CMD ["/var/runtime/launch"]
