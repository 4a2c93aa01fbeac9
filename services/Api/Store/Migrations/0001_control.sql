CREATE SEQUENCE control.revision;

CREATE TABLE control.credential (
    secret_id text PRIMARY KEY,
    secret_key bytea NOT NULL,
    add_time timestamptz NOT NULL
);

CREATE TABLE control.namespace (
    name text PRIMARY KEY,
    description text NOT NULL,
    add_time timestamptz NOT NULL,
    mod_time timestamptz NOT NULL
);

INSERT INTO control.namespace VALUES ('default', 'The namespace that every installation has', now(), now());

CREATE TABLE control.package (
    sha256 text PRIMARY KEY,
    size bigint NOT NULL,
    unpacked_size bigint NOT NULL,
    -- Last time that a function version began or ceased to use it.
    touched_at timestamptz NOT NULL
);

CREATE TABLE control.package_chunk (
    sha256 text NOT NULL REFERENCES control.package ON DELETE CASCADE,
    ordinal int NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (sha256, ordinal)
);

-- Zips do not compress again.
ALTER TABLE control.package_chunk ALTER COLUMN data SET STORAGE EXTERNAL;

CREATE TABLE control.function (
    id text PRIMARY KEY,
    namespace text NOT NULL REFERENCES control.namespace,
    name text NOT NULL,
    kind text NOT NULL,
    runtime text NOT NULL,
    last_version int NOT NULL DEFAULT 0,
    retry_num int NOT NULL,
    message_ttl int NOT NULL,
    deleting boolean NOT NULL DEFAULT false,
    revision bigint NOT NULL,
    add_time timestamptz NOT NULL,
    mod_time timestamptz NOT NULL,
    UNIQUE (namespace, name)
);

CREATE INDEX function_deleting ON control.function (revision) WHERE deleting;

CREATE TABLE control.function_version (
    function_id text NOT NULL REFERENCES control.function ON DELETE CASCADE,
    version text NOT NULL,
    -- 0 for $LATEST.
    number int NOT NULL,
    generation int NOT NULL,
    status text NOT NULL,
    status_reasons jsonb NOT NULL DEFAULT '[]',
    configuration jsonb NOT NULL,
    -- Encrypted JSON object; bound to the function's id.
    environment bytea NOT NULL,
    code_sha256 text NOT NULL REFERENCES control.package,
    code_size bigint NOT NULL,
    revision bigint NOT NULL,
    add_time timestamptz NOT NULL,
    mod_time timestamptz NOT NULL,
    PRIMARY KEY (function_id, version)
);

CREATE INDEX function_version_code ON control.function_version (code_sha256);
CREATE INDEX function_version_transient ON control.function_version (revision)
    WHERE status IN ('Creating', 'Updating', 'Publishing', 'Deleting');

CREATE TABLE control.alias (
    function_id text NOT NULL REFERENCES control.function ON DELETE CASCADE,
    name text NOT NULL,
    version text NOT NULL,
    routing jsonb NOT NULL,
    description text NOT NULL,
    add_time timestamptz NOT NULL,
    mod_time timestamptz NOT NULL,
    PRIMARY KEY (function_id, name)
);

CREATE TABLE control.trigger (
    function_id text NOT NULL REFERENCES control.function ON DELETE CASCADE,
    type text NOT NULL,
    name text NOT NULL,
    qualifier text NOT NULL,
    enabled boolean NOT NULL,
    description text NOT NULL,
    custom_argument text NOT NULL,
    comment text NOT NULL,
    add_time timestamptz NOT NULL,
    mod_time timestamptz NOT NULL,
    PRIMARY KEY (function_id, type, name)
);

-- What changed at each revision. Revisions commit in their order: see ControlTransaction.
CREATE TABLE control.catalog_change (
    revision bigint PRIMARY KEY,
    namespace text NOT NULL,
    function text NOT NULL
);

-- Processes of this service that are alive.
CREATE TABLE control.replica (
    id uuid PRIMARY KEY,
    heartbeat_at timestamptz NOT NULL
);
