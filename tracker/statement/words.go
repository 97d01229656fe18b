package statement

// Rules are the rules of words, ready for use by several at once.
type Rules struct{}

// Load reads the rules that the program carries. An error is a defect of words.yaml.
func Load() (*Rules, error) { return &Rules{}, nil }
