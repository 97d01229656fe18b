-- What the records of a person are found by: the threads that close an issue, the threads in which an account took part
-- without saying anything (who merges, say), the reverts of a repository, and who changed a path.
CREATE INDEX thread_links_by_closes ON thread_links (closes_id, owner_id)

CREATE INDEX thread_participants_by_account ON thread_participants (account_id, thread_id)

CREATE INDEX threads_reverts ON threads (repository_id) WHERE substr(title, 1, 8) = 'Revert "'

CREATE INDEX thread_files_by_path ON thread_files (path_id, owner_id)

CREATE INDEX commit_files_by_path ON commit_files (path_id, owner_id)
