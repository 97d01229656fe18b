package store

// holding says of one table what it has to do with a person: what goes when they are
// erased, what stays without a name, and what their export holds. Every column of the
// schema is in one of its five lists; a test walks the live schema and fails for one
// that is not.
//
// In conditions and queries @accounts are the keys of the person's accounts, @people the
// person's own, @repositories those of the repositories under their logins, and @scopes
// the scopes of their syncs, @numbers GitHub's numbers of the accounts, and @members their keys as
// who signs in.
type holding struct {
	table string
	what  string // in an export, to the person
	topic Topic
	goes  string // which lines are deleted with the person, a condition; "": none
	// derived says that they go by being derived again, and the counts with them.
	derived bool
	stays   string // why the other lines stay
	// export selects what a person is given of the table, oldest first.
	export string
	apart  string // why nothing of it is exported

	plain    string // numbers, times, codes, hashes and keys, which name nobody by themselves
	accounts string // whose, by an account's key: the key stays, and the account behind it has no name any more
	words    string // texts: where one names the person, the name is blotted out
	names    string // what the people of the lines are called, others too: a namesake keeps theirs
	public   string // names of repositories, paths, domains and sources, which are not a person's
}

// holdings are all tables. Order: that in which an export lists its files.
var holdings = []holding{
	{table: "people", what: "who you are here: the name, time zone and ORCID that you gave", topic: Identity, goes: "id IN @people",
		export: "SELECT login, name, time_zone, orcid, created_at FROM people WHERE id IN @people ORDER BY id",
		plain:  "id created_at", names: "login name orcid time_zone"},
	{table: "person_accounts", topic: Identity, goes: "person_id IN @people",
		apart: "accounts.ndjson lists the same accounts", plain: "person_id position", accounts: "account_id"},
	{table: "accounts", what: "your accounts and addresses, as GitHub, git or you named them", topic: Identity,
		stays:  "without number, node id, login, name and address: one for each account, so that what others did beside the person is told as before",
		export: "SELECT host, database_id, node_id, login, name, kind, email, named_at FROM accounts WHERE id IN @accounts ORDER BY id",
		plain:  "id database_id kind named_at", names: "node_id login name email", public: "host"},
	{table: "account_logins", what: "every login under which your accounts were seen", topic: Identity, goes: "account_id IN @accounts",
		export: "SELECT host, login, seen_at FROM account_logins WHERE account_id IN @accounts ORDER BY seen_at, login_key",
		plain:  "seen_at", accounts: "account_id", names: "login_key login", public: "host"},
	{table: "emails", what: "addresses that are yours for certain, and how that is known", topic: Identity, goes: "account_id IN @accounts",
		export: "SELECT host, email, reason FROM emails WHERE account_id IN @accounts ORDER BY host, email",
		plain:  "reason", accounts: "account_id", names: "email", public: "host"},
	{table: "identity_joins", what: "which accounts became yours, who said so, and what was taken back", topic: Identity, goes: "person_id IN @people OR account_id IN @accounts",
		export: `SELECT a.login, a.email, x.action, x.done_by, x.reason, x.done_at, x.undone_at, x.undone_by FROM identity_joins x
			JOIN accounts a ON a.id = x.account_id WHERE x.person_id IN @people ORDER BY x.id`,
		plain: "id person_id action done_at undone_at", accounts: "account_id", words: "done_by reason undone_by"},
	{table: "join_proposals", what: "accounts that may be yours, and what was decided", topic: Identity, goes: "from_id IN @accounts OR to_id IN @accounts",
		export: `SELECT f.login AS from_login, f.email AS from_email, t.login AS to_login, x.reason, x.proposed_at, x.decision, x.decided_by, x.decided_at
			FROM join_proposals x JOIN accounts f ON f.id = x.from_id JOIN accounts t ON t.id = x.to_id
			WHERE x.from_id IN @accounts OR x.to_id IN @accounts ORDER BY x.id`,
		plain: "id proposed_at decision decided_at", accounts: "from_id to_id", words: "reason decided_by"},

	{table: "contributions", what: "what you did: one line for each act, oldest first", topic: Acts, goes: "kind = 10 AND account_id IN @accounts", derived: true,
		stays: "without a name: whose work the person reviewed or merged stays reviewed and merged",
		export: `SELECT x.kind, r.host, ` + namedRepository + `, coalesce(t.number, 0) AS number, coalesce(t.title, '') AS title, a.login, x.role, x.occurred_at, x.state
			FROM contributions x JOIN repositories r ON r.id = x.repository_id JOIN accounts a ON a.id = x.account_id LEFT JOIN threads t ON t.id = x.thread_id
			WHERE x.account_id IN @accounts ORDER BY x.occurred_at, x.id`,
		plain: "id kind subject_id role repository_id thread_id occurred_at state", accounts: "account_id"},
	{table: "threads", what: "pull requests, issues and discussions that you opened", topic: Acts, stays: "without title and text where the person opened them: others took part in them",
		export: `SELECT x.kind, r.host, ` + namedRepository + `, x.number, x.title, x.node_id, x.association, x.state, x.state_reason, x.created_at, x.updated_at, x.closed_at,
			x.merged_at, x.milestone, x.comments, x.reactions, x.base_ref, x.head_sha, x.merge_commit_sha, x.additions, x.deletions, x.changed_files, x.gone_at, x.gone_reason
			FROM threads x JOIN repositories r ON r.id = x.repository_id WHERE x.author_id IN @accounts ORDER BY x.created_at, x.id`,
		plain: "id repository_id number kind database_id state state_reason created_at updated_at closed_at comments reactions is_draft is_cross_repository head_sha " +
			"merge_commit_sha merged_at additions deletions changed_files is_answerable is_answered answer_id upvotes is_wanted is_stale whole_version version ages " +
			"gone_at gone_reason verified_at association node_id",
		accounts: "author_id merged_by_id answer_by_id", words: "milestone base_ref category", names: "title"},
	{table: "thread_items", what: "your reviews and comments; their words are in payloads.ndjson", topic: Acts, stays: "without its text, which is in payloads: others answered it",
		export: `SELECT x.kind, r.host, ` + namedRepository + `, coalesce(t.number, 0) AS number, x.database_id, x.node_id, x.association, x.state, x.occurred_at, x.updated_at,
			x.commit_sha, coalesce(p.path, '') AS path, x.is_answer, x.is_minimized, x.reactions, x.gone_at, x.gone_reason
			FROM thread_items x JOIN repositories r ON r.id = x.repository_id LEFT JOIN threads t ON t.id = x.thread_id LEFT JOIN paths p ON p.id = x.path_id
			WHERE x.author_id IN @accounts ORDER BY x.occurred_at, x.id`,
		plain: "id repository_id kind database_id thread_id node_id association state occurred_at updated_at commit_sha path_id review_id reply_to is_answer is_minimized " +
			"reactions wording citations version ages gone_at gone_reason verified_at", accounts: "author_id"},
	{table: "commits", what: "commits that you wrote, alone or with others", topic: Acts, stays: "without its message where the person is the author: it changed files that others change too",
		export: `SELECT r.host, ` + namedRepository + `, x.sha, x.headline, x.authored_at, x.authored_offset, x.committed_at, x.additions, x.deletions, x.changed_files, x.on_default, c.role
			FROM contributions c JOIN commits x ON x.id = c.subject_id JOIN repositories r ON r.id = x.repository_id
			WHERE c.kind = 9 AND c.account_id IN @accounts ORDER BY x.committed_at, x.id`,
		plain: "id repository_id sha node_id authored_at authored_offset committed_at parents additions deletions changed_files on_default version ages gone_at gone_reason",
		words: "headline"},
	{table: "commit_authors", what: "your name and address as those commits have them", topic: Acts, stays: "without name and address",
		export: `SELECT r.host, ` + namedRepository + `, c.sha, x.role, x.name, x.email FROM commit_authors x JOIN commits c ON c.id = x.owner_id JOIN repositories r ON r.id = c.repository_id
			WHERE x.account_id IN @accounts OR x.email IN (SELECT email FROM emails WHERE account_id IN @accounts) ORDER BY c.committed_at, c.id, x.position`,
		plain: "owner_id position role", accounts: "account_id", names: "name email"},
	{table: "commit_trailers", topic: Acts, stays: "what others' commits say of others; a line that names the person is blotted out",
		apart: "trailers name other people; the commits on GitHub have them", plain: "owner_id position name", words: "value"},
	{table: "review_requests", what: "reviews that you were asked for, or asked others for", topic: Acts, stays: "somebody was asked, or asked",
		export: `SELECT r.host, ` + namedRepository + `, t.number, x.requested_at, x.reviewer_id IN @accounts AS was_asked, x.by_id IN @accounts AS has_asked
			FROM review_requests x JOIN threads t ON t.id = x.owner_id JOIN repositories r ON r.id = t.repository_id
			WHERE x.reviewer_id IN @accounts OR x.by_id IN @accounts ORDER BY x.requested_at, t.id, x.position`,
		plain: "owner_id position requested_at", accounts: "reviewer_id by_id", words: "team"},
	{table: "thread_assignees", what: "threads that were assigned to you", topic: Acts, stays: "somebody was assigned",
		export: `SELECT r.host, ` + namedRepository + `, t.number FROM thread_assignees x JOIN threads t ON t.id = x.owner_id JOIN repositories r ON r.id = t.repository_id
			WHERE x.account_id IN @accounts ORDER BY t.id`,
		plain: "owner_id position", accounts: "account_id"},
	{table: "owner_changes", what: "lists of owners on which you were put, or which you were taken off", topic: Acts, stays: "somebody became an owner of files, or ceased to be",
		export: `SELECT r.host, ` + namedRepository + `, c.sha, x.path, x.file, x.pattern, x.role, x.is_added FROM owner_changes x JOIN commits c ON c.id = x.owner_id
			JOIN repositories r ON r.id = c.repository_id WHERE x.account_id IN @accounts ORDER BY c.committed_at, c.id, x.position`,
		plain: "owner_id position role is_added", accounts: "account_id", words: "pattern", public: "path file"},
	{table: "releases", what: "releases that you published", topic: Acts, stays: "the repository's, without its name where the person published it",
		export: `SELECT r.host, ` + namedRepository + `, x.tag, x.name, x.published_at, x.downloads, x.reactions FROM releases x JOIN repositories r ON r.id = x.repository_id
			WHERE x.author_id IN @accounts ORDER BY x.published_at, x.id`,
		plain: "id repository_id database_id node_id published_at downloads reactions", accounts: "author_id", words: "name", public: "tag"},
	{table: "thread_participants", what: "merged pull requests in which you took part; what others wrote there is at the thread on GitHub", topic: Acts, stays: "somebody took part",
		export: `SELECT r.host, ` + namedRepository + `, t.kind, t.number FROM thread_participants x JOIN threads t ON t.id = x.thread_id JOIN repositories r ON r.id = t.repository_id
			WHERE x.account_id IN @accounts ORDER BY t.id`,
		plain: "thread_id month", accounts: "account_id"},
	{table: "contribution_rollups", what: "how many acts of each kind in each month and domain", topic: Acts, stays: "counts of what stays",
		export: `SELECT coalesce(d.slug, '') AS domain, x.month / 12 AS year, x.month % 12 + 1 AS month, x.kind, x.count FROM contribution_rollups x LEFT JOIN domains d ON d.id = x.domain
			WHERE x.account_id IN @accounts ORDER BY x.month, x.kind, x.domain`,
		plain: "domain month kind count", accounts: "account_id"},
	{table: "collaborator_rollups", what: "with whom you shared merged pull requests, by month", topic: Acts, stays: "counts of what stays",
		export: `SELECT o.login AS other, x.month / 12 AS year, x.month % 12 + 1 AS month, x.threads FROM collaborator_rollups x JOIN accounts o ON o.id = x.other_id
			WHERE x.account_id IN @accounts ORDER BY x.month, o.login, o.id`,
		plain: "month threads", accounts: "account_id other_id"},

	{table: "payloads", what: "what you wrote, as GitHub gave it, with the hash of the bytes", topic: Texts, goes: ownPayloads,
		stays: "what others wrote; where it names the person its bytes go and the hash stays",
		export: `SELECT x.kind, x.subject_id, x.form, x.sha256, x.body FROM payloads x WHERE x.kind = 22 AND x.subject_id IN (SELECT id FROM threads WHERE author_id IN @accounts)
			OR x.kind IN (2, 3, 5, 7, 8) AND x.subject_id IN (SELECT id FROM thread_items WHERE author_id IN @accounts)
			OR x.kind = 9 AND x.subject_id IN (SELECT subject_id FROM contributions WHERE kind = 9 AND role = 1 AND account_id IN @accounts) ORDER BY x.kind, x.subject_id`,
		plain: "kind subject_id form sha256 version", names: "body"},
	{table: "citations", topic: Texts, stays: "that one text links to another, by number; no words",
		apart: "read from the texts, which payloads.ndjson has", plain: "kind subject_id position number thread_kind cited_kind cited_id", public: "host repository"},

	{table: "credits", what: "where works name you", topic: Research, stays: "a line of somebody's list of authors, without name, ORCID and affiliation",
		export: `SELECT r.host, ` + namedRepository + `, f.path, m.title AS work, x.role, x.position, x.name, x.affiliation, x.orcid, x.line, x.is_past, y.reason AS why_yours
			FROM credit_matches y JOIN credits x ON x.id = y.credit_id JOIN work_mentions m ON m.id = x.mention_id JOIN research_files f ON f.id = m.file_id
			JOIN repositories r ON r.id = f.repository_id WHERE y.account_id IN @accounts ORDER BY x.id`,
		plain: "id mention_id role position is_entity line is_past", accounts: "account_id", names: "entry_key name name_key affiliation orcid"},
	{table: "credit_matches", topic: Research, goes: "account_id IN @accounts", derived: true, apart: "credits.ndjson says why each is yours", plain: "credit_id reason", accounts: "account_id"},
	{table: "credit_events", what: "when lists of authors changed about you, or by you", topic: Research, stays: "that a list changed, and when",
		export: `SELECT r.host, ` + namedRepository + `, x.path, x.line, x.commit_sha, x.change, x.occurred_at, x.from_position, x.to_position, y.account_id IS NOT NULL AS of_you
			FROM credit_events x JOIN credits c ON c.id = x.credit_id JOIN work_mentions m ON m.id = c.mention_id JOIN research_files f ON f.id = m.file_id
			JOIN repositories r ON r.id = f.repository_id LEFT JOIN credit_matches y ON y.credit_id = x.credit_id AND y.account_id IN @accounts
			WHERE y.account_id IS NOT NULL OR x.by_id IN @accounts ORDER BY x.occurred_at, x.credit_id, x.change`,
		plain: "credit_id commit_sha change line occurred_at from_position to_position", accounts: "by_id committer_id", public: "path"},
	{table: "credit_names", what: "names on works that may be yours, and what you said to it", topic: Research, goes: "account_id IN @accounts",
		export: `SELECT r.host, ` + namedRepository + `, x.name, x.reason, x.proposed_at, x.decision, x.decided_by, x.decided_at FROM credit_names x
			JOIN repositories r ON r.id = x.repository_id WHERE x.account_id IN @accounts ORDER BY x.id`,
		plain: "id repository_id proposed_at decision decided_at", accounts: "account_id", words: "reason decided_by", names: "name_key name"},
	{table: "research_files", topic: Research, stays: "a file of a repository; its text goes where it names the person", apart: "the text is the repository's",
		plain: "id repository_id blob commit_sha revised_at versions", names: "text", public: "path"},
	{table: "research_warnings", topic: Research, stays: "what in such a file could not be read", apart: "of a file, not of a person",
		plain: "owner_id position line commit_sha", words: "sentence", public: "path"},
	{table: "works", topic: Research, stays: "the work is all its authors'", apart: "credits.ndjson names the works", plain: "id year type", public: "identity title doi arxiv url"},
	{table: "work_mentions", topic: Research, stays: "the work is all its authors'", apart: "credits.ndjson names the works",
		plain: "id file_id work_id relation year type line is_past", public: "slot title doi arxiv url"},
	{table: "work_identities", topic: Research, stays: "the work is all its authors'", apart: "credits.ndjson names the works", plain: "mention_id kind scope", public: "value"},

	{table: "initiative_edits", what: "how you renamed, merged and split your initiatives", topic: OwnWords, goes: "person_id IN @people",
		export: "SELECT action, initiative, into_initiative, name, said_at FROM initiative_edits WHERE person_id IN @people ORDER BY id",
		plain:  "id person_id action said_at", words: "name", public: "initiative into_initiative"},
	{table: "initiative_edit_threads", what: "threads that you took out of an initiative", topic: OwnWords, goes: "owner_id IN (SELECT id FROM initiative_edits WHERE person_id IN @people)",
		export: `SELECT x.owner_id AS edit, r.host, ` + namedRepository + `, t.number FROM initiative_edit_threads x JOIN initiative_edits e ON e.id = x.owner_id
			JOIN threads t ON t.id = x.thread_id JOIN repositories r ON r.id = t.repository_id WHERE e.person_id IN @people ORDER BY x.owner_id, x.position`,
		plain: "owner_id position thread_id"},
	{table: "entered_figures", what: "figures that you entered, with their sources", topic: OwnWords, goes: "person_id IN @people",
		export: `SELECT r.host, ` + namedRepository + `, t.number, x.what, x.figure, x.source_url, x.counted_at, x.said_at FROM entered_figures x
			JOIN threads t ON t.id = x.thread_id JOIN repositories r ON r.id = t.repository_id WHERE x.person_id IN @people ORDER BY x.id`,
		plain: "id person_id thread_id counted_at said_at", words: "what figure source_url"},

	{table: "move_disclosures", what: "which of your moves you show", topic: OwnWords, goes: "person_id IN @people",
		export: "SELECT domain, choice, chosen_at, seen_at FROM move_disclosures WHERE person_id IN @people ORDER BY domain",
		plain:  "person_id choice chosen_at seen_at", public: "domain"},

	{table: "notes", what: "your notes on what you did: pinned, hidden, contested", topic: OwnWords, goes: "person_id IN @people",
		export: "SELECT kind, subject_id, is_pinned, is_hidden, words, contested, said_at FROM notes WHERE person_id IN @people ORDER BY said_at, kind, subject_id",
		plain:  "person_id kind subject_id is_pinned is_hidden said_at", words: "words contested"},
	{table: "packs", what: "your evidence packs", topic: Packs, goes: "person_id IN @people",
		export: "SELECT id, title, revision, made_at, changed_at FROM packs WHERE person_id IN @people ORDER BY id",
		plain:  "id person_id revision made_at changed_at", words: "title"},
	{table: "pack_revisions", what: "every saved state of your packs", topic: Packs, goes: "pack_id IN (SELECT id FROM packs WHERE person_id IN @people)",
		export: "SELECT pack_id, revision, saved_at, document FROM pack_revisions WHERE pack_id IN (SELECT id FROM packs WHERE person_id IN @people) ORDER BY pack_id, revision",
		plain:  "pack_id revision saved_at", words: "document"},
	{table: "pack_seals", what: "your sealed packs; the archive is base64", topic: Packs, goes: "pack_id IN (SELECT id FROM packs WHERE person_id IN @people)",
		stays:  "a pack that somebody else sealed is their document, and may name the person: a word taken out would break the seal",
		export: "SELECT id, pack_id, revision, sealed_at, manifest_sha256, archive FROM pack_seals WHERE pack_id IN (SELECT id FROM packs WHERE person_id IN @people) ORDER BY id",
		plain:  "id pack_id revision sealed_at manifest_sha256", names: "archive"},
	{table: "pack_shares", what: "links that you gave to others, and until when they work", topic: Packs, goes: "seal_id IN (SELECT id FROM pack_seals WHERE pack_id IN (SELECT id FROM packs WHERE person_id IN @people))",
		export: `SELECT seal_id, made_at, expires_at, revoked_at, opened_at FROM pack_shares
			WHERE seal_id IN (SELECT id FROM pack_seals WHERE pack_id IN (SELECT id FROM packs WHERE person_id IN @people)) ORDER BY id`,
		plain: "id seal_id secret_hash made_at expires_at revoked_at opened_at"},

	{table: "members", what: "as whom you sign in to this instance", topic: SignIn, goes: "id IN @members",
		export: "SELECT host, number, login, is_admin, confirmed_at, disabled_at FROM members WHERE id IN @members ORDER BY id",
		plain:  "id number is_admin confirmed_at disabled_at", names: "login", public: "host"},
	{table: "pinned_logins", topic: SignIn, goes: "number IN @numbers", apart: "the same account as in members.ndjson, from the instance's configuration",
		plain: "number", names: "login_key", public: "host"},
	{table: "sessions", what: "browsers in which you are signed in", topic: SignIn, goes: "member_id IN @members",
		export: "SELECT device, started_at, used_at, checked_at FROM sessions WHERE member_id IN @members ORDER BY id",
		plain:  "id member_id secret_hash sealed_token started_at used_at checked_at", names: "device"},
	{table: "api_tokens", what: "your API tokens, without their secrets", topic: SignIn, goes: "member_id IN @members",
		export: "SELECT name, made_at, expires_at FROM api_tokens WHERE member_id IN @members ORDER BY id",
		plain:  "id member_id secret_hash made_at expires_at", names: "name"},
	{table: "audiences", what: "who may see which part of your pages", topic: SignIn, goes: "person_id IN @people",
		export: "SELECT section, audience FROM audiences WHERE person_id IN @people ORDER BY section", plain: "person_id section audience"},
	{table: "audience_members", what: "whom you named to see a part of your pages", topic: SignIn, goes: "person_id IN @people OR number IN @numbers",
		export: "SELECT section, host, login FROM audience_members WHERE person_id IN @people ORDER BY section, login", plain: "person_id section number", names: "login", public: "host"},
	{table: "views", what: "who looked at which part of your pages, by day (days since 1970, UTC)", topic: SignIn, goes: "person_id IN @people OR member_id IN @members",
		export: `SELECT v.day, v.section, m.login AS who_looked FROM views v LEFT JOIN members m ON m.id = v.member_id WHERE v.person_id IN @people ORDER BY v.day, m.login, v.section`,
		plain:  "person_id day member_id section"},

	{table: "measured", topic: Answers, goes: "1 = 1", apart: "the program's own bytes, made again from what the other files hold", plain: "asked revision kept_at", accounts: "account_id", names: "body"},
	{table: "account_revisions", topic: Answers, stays: "how often something changed", apart: "a count for the program's own use", plain: "revision", accounts: "account_id"},
	{table: "thread_shares", topic: Answers, stays: "where a thread lies, whoever took part", apart: "of threads, not of a person", plain: "owner_id domain_id weight in_passing"},
	{table: "commit_shares", topic: Answers, stays: "where a commit lies, whoever wrote it", apart: "of commits, not of a person", plain: "owner_id domain_id weight in_passing"},

	{table: "coverage", what: "what was asked of GitHub about you, what came, and what could not be seen", topic: Syncs, goes: "scope IN @scopes",
		export: "SELECT source, label, stream, from_at, to_at, asked, got, gap, stored_at FROM coverage WHERE scope IN @scopes ORDER BY source, scope, stream",
		plain:  "source stream from_at to_at asked got stored_at", words: "scope label gap"},
	{table: "cursors", topic: Syncs, goes: "scope IN @scopes", apart: "where a sync goes on; no more than that", plain: "source stream", words: "scope position"},
	{table: "runs", topic: Syncs, stays: "that a sync ran, and what it cost", apart: "of everybody who was synced",
		plain: "id source state started_at finished_at beat_at retry_at added changed removed usage", words: "error hint streams"},
	{table: "work_items", topic: Syncs, goes: "kind = 'person' AND 'login:' || name IN @scopes", stays: "what workers have to do for others", apart: "when somebody is looked at next; no more than that",
		plain: "id kind every is_once next_at turn until is_asked attempts finished_at", words: "error", names: "name label", public: "owner"},
	{table: "token_budgets", topic: Syncs, stays: "what is left of the instance's own tokens", apart: "of the instance", plain: "remaining reset_at rests_until seen_at", words: "reason", public: "name"},
	{table: "workers", topic: Syncs, stays: "which programs work at syncs", apart: "of the instance", plain: "started_at beat_at", public: "name"},
	{table: "webhook_deliveries", topic: Syncs, stays: "numbers of GitHub's deliveries, for a few days", apart: "of the instance", plain: "id received_at", public: "event"},
	{table: "erasures", topic: Refusals, stays: "that somebody was erased, and when", apart: "about those who were erased", plain: "id salt erased_at"},
	{table: "refusals", topic: Refusals, stays: "so that no sync brings the person back", apart: "about those who were erased", plain: "hash erasure_id", accounts: "account_id"},

	{table: "repositories", topic: Repositories, stays: "public facts of a repository; one under the person's own login is buried and loses its name", apart: "of repositories, not of a person",
		plain: "id database_id node_id is_private is_fork is_archived stars created_at updated_at gone_at gone_reason version ages",
		words: "description topics", names: "owner name",
		public: "host default_branch"},
	{table: "repository_names", topic: Repositories, goes: "repository_id IN @repositories", apart: "of repositories, not of a person", plain: "repository_id seen_at", names: "full_name owner name", public: "host"},
	{table: "trees", topic: Repositories, stays: "the names of a repository's files", apart: "of repositories, not of a person", plain: "repository_id commit_sha as_of files", public: "paths"},
	{table: "paths", topic: Repositories, stays: "the names of files; one that holds a name is the repository's", apart: "of repositories, not of a person", plain: "id", public: "path"},
	{table: "thread_labels", topic: Repositories, stays: "what a repository says of a thread", apart: "of threads; each thread's page on GitHub has them", plain: "owner_id position", words: "name"},
	{table: "thread_files", topic: Repositories, stays: "which files a change touched", apart: "of threads; each thread's page on GitHub has them", plain: "owner_id position path_id additions deletions change"},
	{table: "thread_links", topic: Repositories, stays: "which issue a change closes", apart: "of threads; each thread's page on GitHub has them", plain: "owner_id position closes_id"},
	{table: "thread_commits", topic: Repositories, stays: "which commits a change has", apart: "of threads; each thread's page on GitHub has them", plain: "owner_id position repository_id sha"},
	{table: "commit_files", topic: Repositories, stays: "which files a commit touched", apart: "of commits; each commit's page on GitHub has them", plain: "owner_id position path_id additions deletions change"},
	{table: "commit_pulls", topic: Repositories, stays: "which pull requests a commit is in", apart: "of commits", plain: "commit_id thread_id"},
	{table: "words", topic: Repositories, goes: "id NOT IN (SELECT word_id FROM thread_words)", stays: "words of titles that are shown", apart: "an index over titles", plain: "id", names: "word"},
	{table: "thread_words", topic: Repositories, stays: "an index over titles, made again where one changed", apart: "an index over titles", plain: "word_id thread_id"},
	{table: "domains", topic: Repositories, stays: "names of the instance's domains", apart: "of the instance", plain: "id", public: "slug"},
	{table: "attributions", topic: Repositories, stays: "which rules the shares follow", apart: "of the instance", plain: "id catalogue threads_done commits_done is_whole"},
}

const (
	namedRepository = "r.owner || '/' || r.name AS repository"

	// ownPayloads are what the person wrote, and what GitHub says of a repository of theirs.
	ownPayloads = `kind = 22 AND subject_id IN (SELECT id FROM threads WHERE author_id IN @accounts)
		OR kind IN (2, 3, 5, 7, 8) AND subject_id IN (SELECT id FROM thread_items WHERE author_id IN @accounts)
		OR kind = 9 AND subject_id IN (SELECT subject_id FROM contributions WHERE kind = 9 AND role = 1 AND account_id IN @accounts)
		OR kind = 20 AND subject_id IN @repositories`
)
