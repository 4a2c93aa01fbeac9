# PHP functions, on the PHP of BASE (8.1 or later), or Debian's.
ARG BASE
FROM $BASE
COPY files/ /
RUN /var/runtime/prepare php php-cli php80 php74
ENV SCF_BOOTSTRAP='/var/lang/php80/bin/php /var/runtime/php/bootstrap.php'
USER 1000:1000
WORKDIR /var/user
CMD ["/var/runtime/launch"]
