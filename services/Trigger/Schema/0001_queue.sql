-- One row for each queue process that lives. A process also holds a session lock made from its owner id, so that others see its death at once.
CREATE TABLE events.owners (
    owner       uuid PRIMARY KEY,
    lease_until timestamptz NOT NULL
);

-- Events that were accepted and have not ended. An event is inserted by the process that will run it (`owner`), which saves a claim on the common
-- path; without an owner it waits for `due_at` to be claimed by any.
CREATE TABLE events.queue (
    request_id    uuid PRIMARY KEY,
    namespace     text NOT NULL,
    function      text NOT NULL,
    qualifier     text NOT NULL,
    payload       bytea NOT NULL,
    routing_key   text NOT NULL,
    invoke_type   text NOT NULL,
    trace_parent  text NOT NULL,
    enqueued_at   timestamptz NOT NULL,
    due_at        timestamptz NOT NULL,
    attempts      int NOT NULL DEFAULT 0,
    user_failures int NOT NULL DEFAULT 0,
    last_status   int NOT NULL DEFAULT 0,
    owner         uuid
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);

ALTER TABLE events.queue ALTER COLUMN payload SET STORAGE EXTERNAL;

CREATE INDEX queue_waiting ON events.queue (namespace, function, due_at) WHERE owner IS NULL;

-- Events that ended without success: a dead-letter target reads them from here.
CREATE TABLE events.dead (
    request_id    uuid PRIMARY KEY,
    namespace     text NOT NULL,
    function      text NOT NULL,
    qualifier     text NOT NULL,
    payload       bytea NOT NULL,
    invoke_type   text NOT NULL,
    enqueued_at   timestamptz NOT NULL,
    died_at       timestamptz NOT NULL,
    attempts      int NOT NULL,
    status_code   int NOT NULL,
    error_message text NOT NULL,
    reason        text NOT NULL
);

ALTER TABLE events.dead ALTER COLUMN payload SET STORAGE EXTERNAL;

CREATE INDEX dead_by_age ON events.dead (died_at);
