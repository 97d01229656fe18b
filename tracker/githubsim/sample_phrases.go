package githubsim

// The phrases of the sample. {slots} are filled by fill.

var fixTitles = []string{
	"Fix {problem} in the {component}", "{component}: fix {problem} {when}", "Stop {problem} in the {component}",
	"Avoid {problem} {when}", "Fix {problem} {when}", "Do not leave {problem} in the {component}",
	"Handle {problem} ({component})", "Guard the {component} against {problem}", "Repair the {component} {when}",
	"{component}: an end to {problem}", "Correct {option} handling in the {component}", "Work around {problem}",
}

var featureTitles = []string{
	"Add {feature} to the {component}", "{component}: support {feature}", "{verb} the {component}", "{verb} {component} and its tests",
	"Introduce {feature}", "Let the {component} accept {option}", "Move the {component} to its own module", "Expose {option} in the {component}",
	"Test the {component} {when}", "{verb} the {component} before adding {feature}", "First step towards {feature}", "Make {option} the default for the {component}",
	"Benchmarks for the {component}", "Type hints for the {component}", "Remove dead branches from the {component}", "Docs: explain the {component}",
}

// rareTitles keep pages honest about what people really type.
var rareTitles = []string{
	"修复 {component} 在空输入时的崩溃", "ドキュメント: {component} の説明を追加", "{component}: إصلاح ترتيب النص من اليمين إلى اليسار", "🐛 {component}: {problem}",
	"✨ {feature} ✨", "{component} 的中文文档", "תיקון קטן: {component}", "wip", "typo", "Поправить {component}", "「{component}」と日本語の括弧", "한국어 오류 메시지: {component}",
}

var changeReasons = []string{
	"The {component} had {problem} {when}.", "{soft} {cause}, which explains {problem}.", "This adds {feature} and leaves the defaults alone.",
	"Measured on {setup}: {measure}.", "No change in behaviour unless {option} is set.", "I kept the old path behind {option} for one release.",
	"Tests cover the case that bit {person}.", "This is the smallest version that works; {feature} can come later.", "Came out of a call {past}.", "Costs {ms} once, at start-up.", "I tried {feature} first, it was not worth it.", "{measure}, on {setup}.",
	"The first commit only moves code, the second changes it.", "I'd rather have this reviewed before I go on with {feature}.",
	"It turned out that {cause}.", "Written after watching {person} try it.", "Reverting is safe: nothing on disk changes.",
}

var changeLists = []string{
	"- [x] tests\n- [x] changelog\n- [ ] docs for {option}", "**Before:** {problem}\n**After:** {measure}", "```\n$ make check\n{n} passed\n```",
	"1. {cause}\n2. hence {problem}\n3. now {feature}", "> {problem}, {when}\n\nThat should be gone.", "| | before | after |\n|---|---|---|\n| ms | {line} | {n} |",
}

var issueTitles = []string{
	"{component}: {problem} {when}", "{problem} in the {component}", "{problem} {when}", "Wish: {feature}", "{component} should support {feature}",
	"What is {option} for?", "{option} is ignored by the {component}", "Regression in {version}: {problem}", "Please document the {component}", "{feature} for the {component}?",
	"{component} fails {when}", "Confusing message from the {component}", "Plan for {feature}", "Flaky test: {component}", "Track: {component} before {version}",
}

var issueBodies = []string{
	"I see {problem} with {version} on {setup}.", "Expected: something sensible. Got: {problem}.", "Happens {when}, about one time in {n}.", "It used to work in {version}.", "I have a small script that shows it, {line} lines, sorry.", "Seen {past}, and again today.", "Not urgent, but it costs {person} {ms} every time.", "{soft} {cause}.",
	"It would help {person} to have {feature}.", "Steps: install {version}, set {option}, wait.", "```\nerror: {component}: line {line}\n```", "I can bring this up in the next call if that is easier.",
	"Happy to send a change if somebody points me to the right file.", "Two people asked me about this {past}.", "A workaround is to unset {option}.", "This blocks {person}.",
}

var remarks = []string{
	"{soft} {cause}.", "Can reproduce on {setup} with {version}.", "Cannot reproduce on {setup}. Which version is it?", "I would rather not add {option}; could {feature} do the same?",
	"I ran it again: {measure}.", "What happens {when}?", "Agreed, and it also shows up {when}.", "I disagree, a little: {cause}, so this treats the symptom.", "Let us take this up {day}.",
	"We had {problem} before, in {version}.", "The numbers I have: {measure} ({setup}).", "Could we split this? {feature} is a separate question.", "{thanks} That works for me.",
	"If {cause}, then {option} cannot be the whole story.", "From the product side: {person} needs this, {feature} can wait.", "I wrote down what we know so far:\n\n- {cause}\n- {measure}\n- still open: {problem}",
	"+1 for {feature}.", "Who owns the {component} these days?", "Happy to pair on it {day}.", "I'd like to understand the cost first: is it {measure}, or only on {setup}?", "Fair. I changed my mind after reading the trace.", "Two more data points: {measure}, and {ms} on {setup}.", "Is {feature} really needed for this, or is a note in the docs enough?", "I tried {option} {past} and gave up, so yes please.", "Let us write the test first. I can do that {day}.", "My worry is maintenance, not speed.", "{person} tried the branch and did not notice a difference, which is the point.", "I would start with the {component} and stop there.", "Good summary, can it go into the docs?", "We measured {percent} of requests hitting this, so it is worth it.", "Could somebody with {setup} confirm?", "What is the smallest change that unblocks {person}?", "That explains what I saw {past}.", "Not convinced yet. {measure} is within noise on {setup}, isn't it?",
	"Friendly ping: still planned for {version}?", "> {problem}\n\nThis is what {person} reported too.", "Looks good from here. :eyes:", "The {component} is on my list for {day}.", "Sorry for the silence, I was away.",
}

var outsiderRemarks = []string{
	"Hi! I get {problem} too, with {version}.", "Is anybody working on this? I'd like to try.", "New here: where does the {component} live?", "{thanks} Updating to {version} helped.",
	"Same on {setup}.", "I signed the form and rebased, please have a look.", "Any chance of {feature}?",
}

var lineNotes = []string{
	"{nit} a name that says what it holds?", "Why not {option} here?", "This breaks {when}, doesn't it?", "{soft} {cause}; a test would tell.", "Could this reuse the {component}?",
	"Is the order guaranteed?", "I'd move this below the check.", "{nit} spelling.", "What if it is empty?", "Please keep the comment, it saved me once.", "Does this hold on {setup}?",
	"```suggestion\nif value is None:\n    return default\n```", "Two spaces too many.", "This is the third copy of it, can we share?", "I like this a lot.", "Magic number {n}: where from?", "Do we need the cast?",
	"This allocates on every call.", "I don't follow, why does {cause} matter here?", "Can this overflow?", "Let's log the reason too.", "Link to the paper, please.", "Docs say otherwise, see line {line}.",
}

var lineReplies = []string{
	"Done.", "Good point, changed.", "{thanks} Fixed in the next push.", "I'd keep it: {cause}.", "Renamed.", "Added a test for that.", "Yes: {measure}.", "Not in this change, but I opened an issue.",
	"Hm, then {problem} comes back.", "Right, that was left over.", "Measured it, no difference on {setup}.", "Moved.",
}

var approvals = []string{
	"LGTM", "Looks good, {thanks}", "Ship it.", "Nice. One question inline, nothing blocking.", "I tried it on {setup}: works.", "Good to go once CI is green.", "👍", "Reads well now.",
	"{thanks} The tests convinced me.", "Approving the docs part; somebody should look at the {component}.", "Clean.", "",
}

var objections = []string{
	"Good direction, but {cause}; see inline.", "I'd like a test for {problem} first.", "Please split the move from the change.", "This would bring back {problem} {when}.",
	"Can we agree on {option} before merging?", "A few things inline.", "Numbers, please: what does it cost on {setup}?", "The {component} should not know about {option}.",
}

var notices = []string{"Some thoughts inline.", "A first pass.", "Only looked at the docs.", "Questions inline.", "", "Partial review, the rest {day}."}

var mentions = []string{"Related to", "See also", "This came up in", "Same root as", "Follow-up of", "Depends on", "Superseded in part by"}

var discussionTitles = []string{
	"How do you use the {component}?", "RFC: {feature}", "Should {option} be the default?", "What would make the {component} easier?", "How do I get {feature} {when}?", "Show and tell: {measure}", "Who is using {feature} in practice?", "Weekly questions: {component}", "Trade-offs of {feature}",
	"Ideas for the {component} in {version}", "Is {problem} expected?", "Which {component} for {person}?", "Reading group: {feature}", "Notes from the call on the {component}", "How to test the {component} on {setup}?",
}

var answers = []string{
	"Set {option}; since {version} the {component} does the rest.", "That is expected: {cause}. Use {feature} instead.", "Short answer: yes. Long answer: {measure}, on {setup}.",
	"It is not possible yet, the closest is {option}.", "You need {version} or later. Before, {cause}.", "I do it with {feature}; a recipe is in the cookbook.",
}

var commitSubjects = []string{
	"Add a test for {problem}", "{verb} the {component}", "Address review", "Fix the test {when}", "Rename", "Use {option}", "Wire {feature}", "Guard against {problem}", "Format", "Update the docs of the {component}",
	"Handle empty input", "Remove a leftover", "{component}: smaller steps", "Try {feature}", "Explain why {cause}", "Drop {option}", "Merge helpers", "fixup", "Make CI happy", "Rebase leftovers",
}

var closings = []string{
	"Closing: {cause}, and it is not ours to fix.", "Closing in favour of another approach.", "No answer for a while, closing. Please reopen with details.", "Fixed in {version}.", "Not planned, sorry. {feature} covers it.", "Duplicate, I believe.",
}

var botReports = []string{
	"**CI report**: {n} checks passed on this head, coverage unchanged.", "Preview is ready: build {line}.", "Benchmark: {measure}.", "{n} files formatted, nothing to do.",
}

var packages = []string{"numpy", "tokio", "pydantic", "vite", "pyarrow", "serde", "ruff", "pytest", "torch", "rayon", "zod", "httpx", "fmt", "cutlass", "click"}
