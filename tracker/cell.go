package tracker

import "strings"

// InertCell keeps a spreadsheet from reading a CSV cell as a formula: an
// apostrophe stands before every text that begins like one, full-width signs
// too. A text that begins with an apostrophe of its own gets another, so that
// taking the first one off always gives the text back.
func InertCell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n\ufeff'\uff1d\uff0b\uff0d\uff20", []rune(text)[0]) {
		return "'" + text
	}
	return text
}
