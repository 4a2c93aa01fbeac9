# Debian's Redis, for clusters that cannot pull redis:7.
ARG BASE
FROM $BASE
RUN groupadd --gid 999 redis && useradd --uid 999 --gid 999 redis \
  && apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends redis-server && rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb \
  && mkdir -p /data && chown 999:999 /data
WORKDIR /data
USER 999:999
ENTRYPOINT ["redis-server", "--bind", "*", "-::*", "--dir", "/data"]
