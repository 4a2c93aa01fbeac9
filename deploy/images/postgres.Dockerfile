# Debian's PostgreSQL, for clusters that cannot pull postgres:15; the same settings and folders.
ARG BASE
FROM $BASE
RUN groupadd --gid 999 postgres && useradd --uid 999 --gid 999 --home-dir /var/lib/postgresql --create-home postgres \
  && apt-get update && mkdir -p /etc/postgresql-common && echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql-15 && rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb
COPY entrypoint /usr/local/bin/
ENV PATH=/usr/lib/postgresql/15/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin PGDATA=/var/lib/postgresql/data
USER 999:999
# A fast shutdown: the default would wait for every client.
STOPSIGNAL SIGINT
ENTRYPOINT ["/usr/local/bin/entrypoint"]
