package web

import (
	"fmt"
	"math"
	"testing"
)

// Marks are told apart by people of four kinds of sight, at a distance of 15 at least
// by CIEDE2000, and stand out on every stratum.
func TestMarksCanBeToldApartAndFromTheirStrata(t *testing.T) {
	const distance, contrasts = 15.0, 3.0
	colours := palette(t)
	marks := []string{"change", "review", "research", "proposal"}
	for i, theme := range []string{"light", "dark"} {
		for j, a := range marks {
			for _, stratum := range []string{"stratum-a", "stratum-b", "stratum-c", "stratum-d", "stratum-e", "stratum-f", "page"} {
				if got := contrast(t, colours[a][i], colours[stratum][i]); got < contrasts {
					t.Errorf("%s: %s on %s has contrast %.2f", theme, a, stratum, got)
				}
			}
			for _, b := range marks[j+1:] {
				for sight, matrix := range sights {
					if got := ciede2000(seen(t, colours[a][i], matrix), seen(t, colours[b][i], matrix)); got < distance {
						t.Errorf("%s: %s and %s are %.1f apart to %s sight", theme, a, b, got, sight)
					}
				}
			}
		}
	}
}

func TestTheColourDistanceIsThatOfItsAuthors(t *testing.T) {
	// Pairs of the test data of Sharma, Wu and Dalal, 2005.
	for _, c := range []struct {
		a, b [3]float64
		want float64
	}{
		{[3]float64{50, 2.6772, -79.7751}, [3]float64{50, 0, -82.7485}, 2.0425},
		{[3]float64{50, -1, 2}, [3]float64{50, 0, 0}, 2.3669},
		{[3]float64{50, 2.5, 0}, [3]float64{73, 25, -18}, 27.1492},
		{[3]float64{2.0776, 0.0795, -1.1350}, [3]float64{0.9033, -0.0636, -0.5514}, 0.9082},
	} {
		if got := ciede2000(c.a, c.b); math.Abs(got-c.want) > 0.0001 {
			t.Errorf("%v to %v: got %.4f, want %.4f", c.a, c.b, got, c.want)
		}
	}
}

// sights are the matrices of Machado, Oliveira and Fernandes (2009) at full severity.
var sights = map[string][9]float64{
	"usual": {1, 0, 0, 0, 1, 0, 0, 0, 1},
	"protan": {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216,
		-0.003882, -0.048116, 1.051998},
	"deutan": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413,
		-0.011820, 0.042940, 0.968881},
	"tritan": {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602,
		0.004733, 0.691367, 0.303900},
}

// seen is a colour as somebody sees it, in CIELAB under D65.
func seen(t *testing.T, colour string, sight [9]float64) [3]float64 {
	t.Helper()
	var rgb [3]int
	if _, err := fmt.Sscanf(colour, "#%02x%02x%02x", &rgb[0], &rgb[1], &rgb[2]); err != nil {
		t.Fatalf("%q: %v", colour, err)
	}
	var linear, shifted [3]float64
	for i, part := range rgb {
		linear[i] = float64(part) / 255
		if linear[i] <= 0.04045 {
			linear[i] /= 12.92
		} else {
			linear[i] = math.Pow((linear[i]+0.055)/1.055, 2.4)
		}
	}
	for i := range shifted {
		shifted[i] = min(1, max(0, sight[3*i]*linear[0]+sight[3*i+1]*linear[1]+sight[3*i+2]*linear[2]))
	}
	r, g, b := shifted[0], shifted[1], shifted[2]
	f := func(v float64) float64 {
		if v > 216.0/24389 {
			return math.Cbrt(v)
		}
		return (24389.0/27*v + 16) / 116
	}
	x := f((0.4124564*r + 0.3575761*g + 0.1804375*b) / 0.95047)
	y := f(0.2126729*r + 0.7151522*g + 0.0721750*b)
	z := f((0.0193339*r + 0.1191920*g + 0.9503041*b) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// ciede2000 is the distance of two colours in CIELAB.
func ciede2000(one, two [3]float64) float64 {
	const degree = math.Pi / 180
	middle := (math.Hypot(one[1], one[2]) + math.Hypot(two[1], two[2])) / 2
	g := 0.5 * (1 - math.Sqrt(math.Pow(middle, 7)/(math.Pow(middle, 7)+math.Pow(25, 7))))
	c1, c2 := math.Hypot((1+g)*one[1], one[2]), math.Hypot((1+g)*two[1], two[2])
	h1, h2 := hue(one[2], (1+g)*one[1]), hue(two[2], (1+g)*two[1])
	dh, h := h2-h1, h1+h2
	if c1*c2 == 0 {
		dh = 0
	} else {
		if math.Abs(h1-h2) > 180 {
			h += map[bool]float64{true: 360, false: -360}[h < 360]
			dh += map[bool]float64{true: 360, false: -360}[h2 <= h1]
		}
		h /= 2
	}
	l, c := (one[0]+two[0])/2, (c1+c2)/2
	turn := 1 - 0.17*math.Cos((h-30)*degree) + 0.24*math.Cos(2*h*degree) + 0.32*math.Cos((3*h+6)*degree) - 0.20*math.Cos((4*h-63)*degree)
	sl := 1 + 0.015*(l-50)*(l-50)/math.Sqrt(20+(l-50)*(l-50))
	sc, sh := 1+0.045*c, 1+0.015*c*turn
	rotation := -2 * math.Sqrt(math.Pow(c, 7)/(math.Pow(c, 7)+math.Pow(25, 7))) *
		math.Sin(60*degree*math.Exp(-(h-275)/25*(h-275)/25))
	x, y := (two[0]-one[0])/sl, (c2-c1)/sc
	z := 2 * math.Sqrt(c1*c2) * math.Sin(dh*degree/2) / sh
	return math.Sqrt(x*x + y*y + z*z + rotation*y*z)
}

func hue(b, a float64) float64 {
	if a == 0 && b == 0 {
		return 0
	}
	return math.Mod(math.Atan2(b, a)*180/math.Pi+360, 360)
}
