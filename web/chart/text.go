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

// fit shortens a text that would be wider than it may be.
func fit(text string, width, size float64) string {
	if widthOf(text, size) <= width {
		return text
	}
	letters := []rune(text)
	for len(letters) > 0 && widthOf(string(letters)+"…", size) > width {
		letters = letters[:len(letters)-1]
	}
	return string(letters) + "…"
}
