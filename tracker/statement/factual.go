package statement

// Factual writes what a source shows as one sentence without its full stop: "Opened
// lumen/serve#12 (Batch prompts), merged by omar on 2026-11-20". Only verbs that the
// source supports are in it, logins as on GitHub, and days without a time. "" where the
// source says too little for any sentence.
func Factual(s Source) string {
	return ""
}
