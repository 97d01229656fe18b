package chart

import "strings"

// widthOf estimates how wide a line of a name is at most. A drawing is made without
// knowing the reader's font; wide fonts need six tenths of their size for a letter,
// and the scripts that begin at Hangul Jamo need all of it.
func widthOf(text string) float64 {
	const firstWide = 0x1100
	width := 0.0
	for _, r := range text {
		if r >= firstWide {
			width += 1.05 * nameSize
			continue
		}
		width += 0.62 * nameSize
	}
	return width
}

// Lengths of the names of rows, in user units.
const (
	nameSize   = 13.0            // of their font
	nameWidth  = labelWidth - 16 // that a line of a name may have
	nameHeight = 14.0            // from one line to the next
	twoNames   = 30.0            // the least height of a row whose name has two lines
)

// drawName writes the name of a row around a height.
func drawName(out *svg, name string, middle float64) {
	lines := nameLines(name)
	baseline := middle + 4 - nameHeight/2*float64(len(lines)-1)
	out.open("text", "class", "row", "y", px(baseline))
	for i, line := range lines {
		out.element("tspan", line, "x", "0", "y", px(baseline+nameHeight*float64(i)))
	}
	out.close("text")
}

// nameLines breaks the name of a row that would run into the drawing into two lines,
// after a space, a slash or a hyphen, and shortens what does not fit into these. Put
// together, lines that are not shortened are the name.
func nameLines(name string) []string {
	if widthOf(name) <= nameWidth {
		return []string{name}
	}
	end := 0
	for i, r := range name {
		if after := i + 1; strings.ContainsRune(" /-", r) && widthOf(strings.TrimSpace(name[:after])) <= nameWidth {
			end = after
		}
	}
	if strings.TrimSpace(name[:end]) == "" {
		return []string{fitName(name)}
	}
	return []string{name[:end], fitName(name[end:])}
}

// fitName shortens a line of a name to the room that there is.
func fitName(text string) string {
	if widthOf(text) <= nameWidth {
		return text
	}
	letters := []rune(text)
	for len(letters) > 0 && widthOf(string(letters)+"…") > nameWidth {
		letters = letters[:len(letters)-1]
	}
	return string(letters) + "…"
}
