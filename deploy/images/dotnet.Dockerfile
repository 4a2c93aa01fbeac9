# .NET's runtime as it is on the building machine, on top of rootfs.Dockerfile's Debian.
ARG BASE
FROM $BASE
COPY dotnet/ /usr/share/dotnet/
ENV DOTNET_ROOT=/usr/share/dotnet DOTNET_RUNNING_IN_CONTAINER=true
