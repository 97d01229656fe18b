-- Who was erased and does not come back: salted hashes of what sources would name them by, and the account without a name
-- that stands for them in what others did. The salt is the store's own, the same in every line.
CREATE TABLE erasures (
  id {id},
  salt {bytes} NOT NULL,
  erased_at BIGINT NOT NULL
)

CREATE TABLE refusals (
  hash TEXT NOT NULL,
  erasure_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  PRIMARY KEY (hash)
) {keyed}

CREATE INDEX refusals_by_erasure ON refusals (erasure_id)
