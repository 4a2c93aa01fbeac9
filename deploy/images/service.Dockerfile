# A service or the agent: /app/service is its program. BASE has .NET's ASP.NET Core runtime, or none is needed (the agent, compiled ahead of time), and `sleep`.
ARG BASE
FROM $BASE
COPY app/ /app/
WORKDIR /app
USER 1654:1654
ENTRYPOINT ["/app/service"]
