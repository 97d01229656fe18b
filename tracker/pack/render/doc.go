// Package render writes a pack out in six formats: a self-contained HTML page, Markdown,
// PDF, JSON, a CSV file of the evidence, and JSON Resume. All six say the same, with the
// same links in the same order.
//
// Start with [To]. The three that people read are written from one [document], which
// compose.go makes of a pack: html.go, markdown.go and paper.go only know headings,
// paragraphs and lists. A PDF is the HTML page as a Chromium prints it, tagged for screen
// readers; without a Chromium, paper.go draws it. Each PDF says at its end which way was
// taken.
//
// Nothing that somebody wrote is ever read as markup: text.go makes it visible text once,
// and each writer escapes it in one place. What the checks found is for the person who
// writes the pack, and is in no format.
package render
