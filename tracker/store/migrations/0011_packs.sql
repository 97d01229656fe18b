-- Evidence packs: drafts with their revisions, sealed packs, and links to them. Nothing of it can be fetched or derived again.
CREATE TABLE packs (
  id {id},
  person_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  revision BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
)

CREATE INDEX packs_by_person ON packs (person_id, id)

CREATE TABLE pack_revisions (
  pack_id BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  saved_at BIGINT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (pack_id, revision)
) {keyed}

CREATE TABLE pack_seals (
  id {id},
  pack_id BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  sealed_at BIGINT NOT NULL,
  manifest_sha256 TEXT NOT NULL,
  archive {bytes} NOT NULL
)

CREATE INDEX pack_seals_by_pack ON pack_seals (pack_id, id)

CREATE TABLE pack_shares (
  id {id},
  seal_id BIGINT NOT NULL,
  secret_hash {bytes} NOT NULL,
  made_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT NOT NULL
)

CREATE UNIQUE INDEX pack_shares_by_secret ON pack_shares (secret_hash)

CREATE INDEX pack_shares_by_seal ON pack_shares (seal_id, id)
