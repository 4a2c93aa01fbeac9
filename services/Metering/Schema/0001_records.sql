-- What each source has had stored, as ranges of sequence numbers: a batch that is sent again is recognised here.
CREATE TABLE metering.sources (
    source  text NOT NULL,
    epoch   bigint NOT NULL,
    stored  int8multirange NOT NULL DEFAULT '{}',
    touched timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, epoch)
);

-- Taken under the lock of the function, so that within one function block ids grow in the order of commits.
CREATE SEQUENCE metering.block_ids;

-- Records of one function version and qualifier whose request ids were made in the same second (`bucket`).
-- `ids` holds 21 bytes for each record: request id, retry number (big endian), source. The record order is that of `body` and `logs`.
CREATE TABLE metering.blocks (
    bucket          timestamptz NOT NULL,
    block_id        bigint NOT NULL,
    namespace       text NOT NULL,
    function        text NOT NULL,
    function_id     text NOT NULL,
    version         text NOT NULL,
    qualifier       text NOT NULL,
    records         int NOT NULL,
    succeeded       int NOT NULL,
    timed_out       int NOT NULL,
    over_limit      int NOT NULL,
    user_failed     int NOT NULL,
    min_start_us    bigint NOT NULL,
    max_start_us    bigint NOT NULL,
    min_duration_us bigint NOT NULL,
    max_duration_us bigint NOT NULL,
    min_memory      bigint NOT NULL,
    max_memory      bigint NOT NULL,
    ids             bytea NOT NULL,
    body            bytea NOT NULL,
    logs            bytea,
    PRIMARY KEY (bucket, block_id)
) PARTITION BY RANGE (bucket);

-- The columns are compressed already.
ALTER TABLE metering.blocks ALTER COLUMN ids SET STORAGE EXTERNAL;
ALTER TABLE metering.blocks ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE metering.blocks ALTER COLUMN logs SET STORAGE EXTERNAL;

CREATE INDEX blocks_by_start ON metering.blocks (namespace, function, max_start_us);
CREATE INDEX blocks_by_commit ON metering.blocks (namespace, function, block_id);

-- One row per function version, minute, pool and status code; every measure is a sum, but for the maximum of memory.
CREATE TABLE metering.rollups (
    minute         timestamptz NOT NULL,
    namespace      text NOT NULL,
    function       text NOT NULL,
    function_id    text NOT NULL,
    version        text NOT NULL,
    pool           text NOT NULL,
    status_code    int NOT NULL,
    invocations    bigint NOT NULL,
    duration_us    bigint NOT NULL,
    billed_ms      bigint NOT NULL,
    billed_mb_ms   bigint NOT NULL,
    memory_bytes   bigint NOT NULL,
    max_memory     bigint NOT NULL,
    cold_starts    bigint NOT NULL,
    cold_start_us  bigint NOT NULL,
    response_bytes bigint NOT NULL,
    log_bytes      bigint NOT NULL,
    gb_seconds     double precision GENERATED ALWAYS AS (billed_mb_ms / 1024.0 / 1000.0) STORED,
    PRIMARY KEY (minute, namespace, function, function_id, version, pool, status_code)
) PARTITION BY RANGE (minute);
