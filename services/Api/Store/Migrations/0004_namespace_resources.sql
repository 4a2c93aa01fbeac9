-- Where a namespace's functions run: its ResourceEnv as JSON, the pool that follows from it, and the content address of what its pods are like.
ALTER TABLE control.namespace
    ADD COLUMN resources text,
    ADD COLUMN pool text NOT NULL DEFAULT '',
    ADD COLUMN placement text NOT NULL DEFAULT '';
