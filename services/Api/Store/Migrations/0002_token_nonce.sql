-- Nonces of token exchanges that were granted, until their timestamps are too old to be taken anyway: no replica takes one a second time.
CREATE TABLE control.token_nonce (
    secret_id text NOT NULL,
    nonce text NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (secret_id, nonce)
);

CREATE INDEX token_nonce_until ON control.token_nonce (until);
