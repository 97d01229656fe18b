package cite

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// texText returns TeX as Unicode text: accents and special letters become the
// letters they stand for, braces and commands without a letter of their own go,
// what they enclose stays.
func texText(tex string) string {
	if !strings.ContainsAny(tex, "\\{}$~`'-\n\t") && !strings.Contains(tex, "  ") {
		return strings.TrimSpace(tex)
	}
	r := texReader{text: tex}
	r.run()
	return norm.NFC.String(strings.Join(strings.Fields(r.out.String()), " "))
}

type texReader struct {
	text string
	at   int
	out  strings.Builder
}

func (r *texReader) run() {
	for r.at < len(r.text) {
		c := r.text[r.at]
		switch c {
		case '\\':
			r.command()
			continue
		case '{', '}', '$':
		case '~':
			r.out.WriteByte(' ')
		case '-':
			r.ligature("---", "—", "--", "–")
			continue
		case '`':
			r.ligature("``", "“", "`", "‘")
			continue
		case '\'':
			r.ligature("''", "”", "'", "'")
			continue
		default:
			r.out.WriteByte(c)
		}
		r.at++
	}
}

// ligature writes the letter for the first of two signs that stand here, or the
// byte as it is.
func (r *texReader) ligature(long, longLetter, short, shortLetter string) {
	switch rest := r.text[r.at:]; {
	case strings.HasPrefix(rest, long):
		r.out.WriteString(longLetter)
		r.at += len(long)
	case strings.HasPrefix(rest, short):
		r.out.WriteString(shortLetter)
		r.at += len(short)
	default:
		r.out.WriteByte(r.text[r.at])
		r.at++
	}
}

// command reads a backslash and what belongs to it.
func (r *texReader) command() {
	r.at++
	if r.at >= len(r.text) {
		return
	}
	name := r.name()
	if mark := combining(name); mark != 0 {
		r.accent(mark)
		return
	}
	if letter, ok := texLetter(name); ok {
		r.out.WriteString(letter)
		r.swallow(name)
		return
	}
	if strings.HasSuffix(name, "url") || name == "href" {
		return
	}
	if len(name) > 1 && !r.groupFollows() && !isFontCommand(name) {
		r.out.WriteString(name)
	}
}

func (r *texReader) name() string {
	start := r.at
	for r.at < len(r.text) && isASCIILetter(r.text[r.at]) {
		r.at++
	}
	if r.at == start {
		_, size := utf8.DecodeRuneInString(r.text[r.at:])
		r.at += size
	}
	return r.text[start:r.at]
}

// swallow passes the space that ends a command's name, and an empty group.
func (r *texReader) swallow(name string) {
	if !isASCIILetter(name[0]) {
		return
	}
	if strings.HasPrefix(r.text[r.at:], "{}") {
		r.at += 2
		return
	}
	for r.at < len(r.text) && (r.text[r.at] == ' ' || r.text[r.at] == '\n') {
		r.at++
	}
}

func (r *texReader) groupFollows() bool {
	return r.at < len(r.text) && r.text[r.at] == '{'
}

// accent reads the letter that an accent stands on: \"o, \"{o}, \v s, \'\i.
func (r *texReader) accent(mark rune) {
	for r.at < len(r.text) && (r.text[r.at] == ' ' || r.text[r.at] == '{') {
		r.at++
	}
	base := ""
	switch {
	case r.at >= len(r.text) || r.text[r.at] == '}':
	case r.text[r.at] == '\\':
		r.at++
		if r.at < len(r.text) {
			name := r.name()
			base = dotless(name)
			r.swallow(name)
		}
	default:
		_, size := utf8.DecodeRuneInString(r.text[r.at:])
		base = r.text[r.at : r.at+size]
		r.at += size
	}
	r.out.WriteString(base)
	if base != "" {
		r.out.WriteRune(mark)
	}
}

// dotless returns the letter that takes an accent in place of a dot.
func dotless(name string) string {
	if name == "i" || name == "j" {
		return name
	}
	letter, _ := texLetter(name)
	return letter
}

func isASCIILetter(c byte) bool { return c < unicode.MaxASCII && unicode.IsLetter(rune(c)) }

// combining returns the accent that a command puts on the next letter; 0 is none.
func combining(name string) rune {
	switch name {
	case "`":
		return '\u0300'
	case "'":
		return '\u0301'
	case "^":
		return '\u0302'
	case "~":
		return '\u0303'
	case "=":
		return '\u0304'
	case "u":
		return '\u0306'
	case ".":
		return '\u0307'
	case `"`:
		return '\u0308'
	case "r":
		return '\u030a'
	case "H":
		return '\u030b'
	case "v":
		return '\u030c'
	case "d":
		return '\u0323'
	case "c":
		return '\u0327'
	case "k":
		return '\u0328'
	case "b":
		return '\u0331'
	}
	return 0
}

// isFontCommand knows commands that change only how text looks.
func isFontCommand(name string) bool {
	switch name {
	case "em", "bf", "it", "rm", "sc", "sf", "sl", "tt", "bfseries", "itshape", "scshape", "ttfamily",
		"small", "large", "footnotesize", "normalfont", "relax", "noopsort", "left", "right", "protect":
		return true
	}
	return false
}

// texLetter returns the letter that a command stands for.
func texLetter(name string) (string, bool) {
	switch name {
	case "&", "%", "$", "#", "_", "{", "}", "@":
		return name, true
	case " ", ",", ";", ":", "!", "\n", "quad", "qquad", "space", "newline", `\`:
		return " ", true
	case "-", "/":
		return "", true
	}
	letter, ok := texLetters[name]
	return letter, ok
}

var texLetters = map[string]string{
	"ss": "ß", "SS": "ẞ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
	"aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
	"ng": "ŋ", "NG": "Ŋ", "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "dag": "†", "ddag": "‡",
	"textbackslash": `\`, "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~", "textasciicircum": "^",
	"textquotesingle": "'", "textquotedbl": `"`, "textunderscore": "_", "textdollar": "$", "textless": "<",
	"textgreater": ">", "textbar": "|", "textendash": "–", "textemdash": "—", "textquoteright": "’",
	"textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”", "textregistered": "®",
	"texttrademark": "™", "textdegree": "°", "textasciigrave": "`", "textbullet": "•", "textellipsis": "…",
	"ldots": "…", "dots": "…", "slash": "/", "lbrace": "{", "rbrace": "}", "sim": "~", "times": "×", "pm": "±",
	"LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "infty": "∞", "leq": "≤", "geq": "≥", "to": "→",
	"rightarrow": "→", "cdot": "·", "circ": "°", "ell": "ℓ", "partial": "∂", "nabla": "∇", "approx": "≈",
	"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
	"eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
	"rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ",
	"omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
	"Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}

// texVerbatim is for addresses and identifiers, where only the escapes of TeX's own
// signs are resolved.
func texVerbatim(text string) string {
	text = strings.TrimSpace(text)
	if inner, ok := strings.CutPrefix(text, `\url{`); ok {
		text = strings.TrimSuffix(inner, "}")
	}
	if !strings.ContainsAny(text, `\{}`) {
		return text
	}
	return strings.NewReplacer(`\_`, "_", `\%`, "%", `\&`, "&", `\#`, "#", `\$`, "$", `\~{}`, "~", `\~`, "~",
		`\textasciitilde{}`, "~", `\textasciitilde`, "~", `$\sim$`, "~", "{", "", "}", "").Replace(text)
}
