package githubsim

// vocabularies holds, for each domain, what its people talk about. A slot in a
// phrase is filled from here first and from the shared words after.
var vocabularies = map[string]map[string][]string{
	"docs": {
		"component": {"install guide", "quickstart", "API reference", "navigation", "search index", "style guide", "glossary", "release notes", "tutorial runner", "translation workflow", "onboarding page", "code samples"},
		"problem":   {"dead links", "a stale screenshot", "an example that no longer runs", "text that contradicts the code", "a missing step for Windows", "wrong heading anchors", "a page nobody can find", "unreadable contrast in dark mode", "an outdated version number"},
		"feature":   {"a page on reading model cards", "copy buttons", "a diagram of the request path", "a worked example", "versioned pages", "a short path for first contributors", "keyboard navigation", "an index of error messages"},
		"cause":     {"the page was written for the old CLI", "the link checker skips fragments", "the example pinned a removed option", "two pages own the same topic"},
		"measure":   {"the link checker is down from {line} to 0", "median time on the page went up by a third", "three people finished it without asking", "search finds it as the first hit"},
	},
	"data": {
		"component": {"BPE trainer", "unigram trainer", "normaliser", "pre-tokenizer", "deduplication", "shard writer", "language filter", "PII scrubber", "streaming reader", "provenance log", "card template", "sampling weights"},
		"problem":   {"lost combining marks", "a quadratic merge", "shards of uneven size", "different ids on big-endian machines", "duplicates across snapshots", "a leak in the reader threads", "offsets that count bytes, not characters", "empty documents passing the filter"},
		"feature":   {"MinHash with a fixed seed", "resumable downloads", "byte fallback", "a dry run", "per-source statistics", "license fields per document", "a Parquet writer", "grapheme-safe truncation"},
		"cause":     {"NFC runs after the split", "the hash depends on map order", "the last shard is never flushed", "the filter sees the text before decoding"},
		"measure":   {"{percent} fewer duplicates on the sample", "training takes {n} min instead of {line}", "memory stays under 3 GiB", "identical ids over 2 million lines"},
	},
	"nlp": {
		"component": {"entity linker", "sentence splitter", "translation pipeline", "summariser", "coreference model", "language detector", "batch scheduler", "alignment head", "morphology tables", "span decoder", "prompt templates", "post-editor"},
		"problem":   {"wrong spans after emoji", "an empty batch", "dropped diacritics", "quadratic padding", "a crash on right-to-left input", "repeated sentences", "silent truncation at 512 tokens", "labels shifted by one"},
		"feature":   {"beam search with length penalty", "streaming output", "a Yoruba model", "confidence per span", "constrained decoding", "mixed-language input", "a fallback for unknown scripts", "glossary terms"},
		"cause":     {"offsets are computed on the normalised text", "the collator drops the mask", "the splitter treats an abbreviation as an end", "the cache key ignores the language"},
		"measure":   {"chrF goes from 48.2 to 5{x}", "F1 is up {x} on the dev set", "throughput is {x} x at batch {n}", "no change on the English set"},
	},
	"evaluation": {
		"component": {"task loader", "few-shot sampler", "log-likelihood scorer", "judge prompts", "contamination check", "confidence intervals", "result cache", "run manifest", "regression gate", "answer extraction", "leader page", "human rating form"},
		"problem":   {"scores that move with the batch size", "a prompt with a trailing space", "unseeded shuffling", "answers cut at the first newline", "a task that counts refusals as wrong", "intervals that are too narrow", "a cache hit for another model", "leaked test items"},
		"feature":   {"paired bootstrap", "per-item diffs between runs", "a refusal column", "resumable runs", "cost per task", "judge agreement", "a frozen prompt registry", "n-gram overlap reports"},
		"cause":     {"the cache key lacks the template hash", "the sampler seeds once per process", "extraction is greedy", "items are not independent, they share a passage"},
		"measure":   {"the interval is now {x} wide, honestly", "two runs agree to the last digit", "the gate takes 6 min", "judges agree on {percent} of items", "the gate takes {n} min"},
	},
	"safety": {
		"component": {"toxicity filter", "jailbreak detector", "threshold calibration", "policy compiler", "audit log", "appeal queue", "red-team replay", "streaming guard", "language coverage", "refusal style", "label schema", "canary prompts"},
		"problem":   {"false positives on reclaimed words", "a bypass by homoglyphs", "latency on long contexts", "thresholds that drift per language", "a filter that never sees tool output", "missing reasons in the log", "over-refusal of medical questions", "a race in the streaming guard"},
		"feature":   {"per-language thresholds", "reasons with every block", "shadow mode", "a replay of last month's incidents", "hashed matches", "a second opinion model", "score histograms", "graceful truncation"},
		"cause":     {"normalisation happens after matching", "calibration used English only", "the guard flushes before the verdict", "labels merge two different harms"},
		"measure":   {"false positives fall by {percent} at equal recall", "p99 is {ms}", "recall on the replay set is 0.94", "Swahili is no longer an outlier"},
	},
	"training": {
		"component": {"checkpoint writer", "data loader", "gradient accumulation", "learning-rate schedule", "optimizer sharding", "mixed precision", "loss scaling", "run resumption", "metrics sink", "recipe parser", "activation offload", "pipeline schedule"},
		"problem":   {"a hang at the last step", "loss spikes after resuming", "out-of-memory on rank 0", "a checkpoint that cannot be read back", "NaNs in bf16", "a skewed shuffle", "double-counted tokens", "a deadlock in the barrier"},
		"feature":   {"asynchronous checkpoints", "WSD schedule", "per-parameter clipping", "elastic restarts", "a sanity recipe that runs on CPU", "token-exact resumption", "gradient noise scale", "8-bit state"},
		"cause":     {"rank 0 gathers everything before writing", "the sampler state is not saved", "the scale is updated before unscaling", "the barrier runs inside the timeout"},
		"measure":   {"resumed loss matches to 1e-6", "step time is {ms} now", "peak memory is down {percent}", "no spike in three restarts"},
	},
	"serving": {
		"component": {"continuous batcher", "KV cache", "request queue", "token streamer", "prefix cache", "model loader", "health checks", "admission control", "speculative decoder", "quantised weights", "metrics endpoint", "session affinity"},
		"problem":   {"a stuck queue under load", "fragmented cache blocks", "wrong stop sequences", "a slow cold start", "a dropped connection after 60 s", "starvation of long prompts", "a panic on an empty prompt", "counters that reset"},
		"feature":   {"chunked prefill", "graceful drain", "priority classes", "block reuse over sessions", "server-sent events", "tensor-parallel loading", "logit masks", "warm-up requests"},
		"cause":     {"blocks are freed before the last token is sent", "the scheduler sorts by arrival only", "the proxy buffers the stream", "the mask is applied after sampling"},
		"measure":   {"p95 time to first token is {ms}", "{x} x throughput at {n} clients", "cache hit rate is {percent}", "cold start is {n} s"},
	},
	"kernels": {
		"component": {"flash attention", "paged attention", "int4 matmul", "layer norm", "rotary embedding", "top-k sampling", "reduction tree", "shared-memory layout", "autotuner", "softmax", "fused MLP", "warp specialisation"},
		"problem":   {"bank conflicts", "register spills at head size 128", "a wrong answer for odd lengths", "a race between warps", "an illegal access on the last tile", "1 ulp drift", "a slow path on older cards", "uncoalesced loads"},
		"feature":   {"a split-K variant", "fp8 accumulation", "a persistent kernel", "double buffering", "a CPU reference", "head size 256", "tuning tables", "asynchronous copies"},
		"cause":     {"the swizzle is off by one row", "the mask is evaluated per thread, not per tile", "the compiler hoists the load", "the grid is one block short"},
		"measure":   {"{percent} of peak", "{x} x at sequence length 8k", "max error 3e-3 against the reference", "occupancy is {percent}"},
	},
}

// sharedWords fill the slots that every domain has.
var sharedWords = map[string][]string{
	"when":    {"with more than one worker", "after an upgrade", "on a fresh clone", "for empty input", "on ARM", "when the cache is cold", "under load", "with the default settings", "since last week", "for long inputs", "when two runs share a folder", "behind a proxy"},
	"version": {"0.9.2", "0.11", "1.0", "1.2.1", "1.4", "2.0rc1", "main", "last Friday's build"},
	"setup":   {"Ubuntu 22.04, Python 3.11", "macOS 14, M2", "a single A10", "two H100s", "the CI container", "WSL 2", "a laptop without a GPU", "Debian 12"},
	"soft":    {"I think", "As far as I can tell", "My guess is that", "It looks as if", "From the trace,", "If I read it right,"},
	"thanks":  {"Thanks!", "Thank you.", "Nice find.", "Good catch.", "Much appreciated.", "Thanks for the patience."},
	"verb":    {"Rework", "Simplify", "Speed up", "Document", "Test", "Harden", "Clean up", "Split", "Extend", "Unify"},
	"option":  {"`--dry-run`", "`--strict`", "`max_length`", "`seed`", "`num_workers`", "`dtype`", "`--since`", "`timeout`"},
	"nit":     {"nit:", "Nit, feel free to ignore:", "Small thing:", "Optional:", "Not blocking:"},
	"person":  {"a first-time user", "the on-call person", "somebody with a slow disk", "a reader of the docs", "our partner team"},
	"past":    {"last week", "yesterday", "on Friday", "since the release", "in the spring", "during the workshop"},
	"day":     {"Monday", "Tuesday", "tomorrow", "this week", "after the release", "next sprint"},
}
