-- What workers have to do, which tokens they may use, and which of GitHub's deliveries came.
CREATE TABLE work_items (
  id {id},
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  label TEXT NOT NULL,
  every BIGINT NOT NULL,
  is_once BOOLEAN NOT NULL,
  next_at BIGINT NOT NULL,
  turn BIGINT NOT NULL,
  owner TEXT NOT NULL,
  until BIGINT NOT NULL,
  is_asked BOOLEAN NOT NULL,
  attempts BIGINT NOT NULL,
  error TEXT NOT NULL,
  finished_at BIGINT NOT NULL
)

CREATE UNIQUE INDEX work_items_by_name ON work_items (kind, name)

CREATE TABLE token_budgets (
  name TEXT NOT NULL,
  remaining BIGINT NOT NULL,
  reset_at BIGINT NOT NULL,
  rests_until BIGINT NOT NULL,
  reason TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (name)
) {keyed}

CREATE TABLE workers (
  name TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  beat_at BIGINT NOT NULL,
  PRIMARY KEY (name)
) {keyed}

CREATE TABLE webhook_deliveries (
  id TEXT NOT NULL,
  event TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  PRIMARY KEY (id)
) {keyed}

CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (received_at)
