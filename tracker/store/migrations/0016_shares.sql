-- When a link to a sealed pack was opened last; 0: never.
ALTER TABLE pack_shares ADD COLUMN opened_at BIGINT NOT NULL DEFAULT 0
