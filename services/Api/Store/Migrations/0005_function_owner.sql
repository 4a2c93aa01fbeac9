-- Where a function is written: by the APIs, or by an object of Kubernetes.
ALTER TABLE control.function ADD COLUMN owner text NOT NULL DEFAULT 'Api';
