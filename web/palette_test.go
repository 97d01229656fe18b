package web

import (
	"fmt"
	"io/fs"
	"math"
	"regexp"
	"testing"
)

// palette reads the colours that the style sheet ships: name -> light, dark.
func palette(t *testing.T) map[string][2]string {
	t.Helper()
	sheet, err := fs.ReadFile(embedded, "static/style.css")
	if err != nil {
		t.Fatal(err)
	}
	colours := map[string][2]string{}
	for _, m := range regexp.MustCompile(`--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)`).FindAllStringSubmatch(string(sheet), -1) {
		colours[m[1]] = [2]string{m[2], m[3]}
	}
	return colours
}

// luminance is WCAG's relative luminance of "#rrggbb".
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	var rgb [3]int
	if _, err := fmt.Sscanf(colour, "#%02x%02x%02x", &rgb[0], &rgb[1], &rgb[2]); err != nil {
		t.Fatalf("%q: %v", colour, err)
	}
	weights, sum := [3]float64{0.2126, 0.7152, 0.0722}, 0.0
	for i, part := range rgb {
		c := float64(part) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weights[i] * c
	}
	return sum
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	la, lb := luminance(t, a), luminance(t, b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func TestColoursCanBeToldFromWhatTheyStandOn(t *testing.T) {
	const text, mark = 4.5, 3.0
	pairs := []struct {
		front, back string
		least       float64
	}{
		{"text", "page", text}, {"text", "panel", text},
		{"quiet", "page", text}, {"quiet", "panel", text},
		{"link", "page", text}, {"link", "panel", text},
		{"accent", "page", text}, {"good", "page", text},
		{"on-primary", "link", text},
		{"mark", "page", mark}, {"mark", "panel", mark},
		{"accent", "panel", mark}, {"border", "page", mark}, {"border", "panel", mark},
	}
	colours := palette(t)
	for _, pair := range pairs {
		front, back := colours[pair.front], colours[pair.back]
		for i, theme := range []string{"light", "dark"} {
			if got := contrast(t, front[i], back[i]); got < pair.least {
				t.Errorf("%s: %s %s on %s %s has contrast %.2f, want at least %.1f",
					theme, pair.front, front[i], pair.back, back[i], got, pair.least)
			}
		}
	}
}
