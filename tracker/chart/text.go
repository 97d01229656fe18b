package chart

// widthOf estimates how wide a text of a size is at most. A drawing is made without
// knowing the reader's font; wide fonts need six tenths of their size for a letter,
// and the scripts that begin at Hangul Jamo need all of it.
func widthOf(text string, size float64) float64 {
	const firstWide = 0x1100
	width := 0.0
	for _, r := range text {
		if r >= firstWide {
			width += 1.05 * size
			continue
		}
		width += 0.62 * size
	}
	return width
}

// fitName shortens the name of a row that would run into the drawing.
func fitName(text string) string {
	const most = labelWidth - 16
	if widthOf(text, nameSize) <= most {
		return text
	}
	letters := []rune(text)
	for len(letters) > 0 && widthOf(string(letters)+"…", nameSize) > most {
		letters = letters[:len(letters)-1]
	}
	return string(letters) + "…"
}
