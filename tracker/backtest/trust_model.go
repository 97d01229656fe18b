package backtest

import "math"

// halved is what remains of 1 after a number of days.
func halved(days, halfLife float64) float64 { return math.Exp2(-days / halfLife) }

// trustModel is our scorer of who will be trusted with a directory. It has four
// parts, each an idea of the growth model: days on which somebody changed counted
// files, not commits, so that splitting gains nothing; decay; nearness, for work
// beside a directory speaks for it too; and trust that was given before.
//
//	score = sum over days of step^up x 2^(-age/halfLife) x (1 + named x (N + K)) / (1 + A)
//
// N is 1 for who is named for any directory of the repository, K for one that
// shares a word with this one, A for one that holds this one: who may approve here
// already is seldom named again.
type trustModel struct{ halfLife, step, named float64 }

// trust1 is the model that ships. Its numbers are round ones amid those that
// [trustModels] finds alike.
var trust1 = trustModel{halfLife: 45, step: 0.2, named: 4}

func (m trustModel) score(s *signs) float64 {
	var work float64
	for _, day := range s.Days {
		work += math.Pow(m.step, float64(day.Up)) * halved(day.Age, m.halfLife)
	}
	return work * (1 + m.named*(indicator(s.Named)+indicator(s.NamedKin))) / (1 + indicator(s.NamedAbove))
}

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// trustModels are those among which each repository's own is chosen by the others.
func trustModels() []trustModel {
	var list []trustModel
	for _, halfLife := range []float64{30, 45, 60, 90} {
		for _, step := range []float64{0.1, 0.2, 0.4} {
			for _, named := range []float64{0, 2, 4, 8} {
				list = append(list, trustModel{halfLife, step, named})
			}
		}
	}
	return list
}

// authorship is the degree of authorship of Fritz et al., A degree-of-knowledge
// model to capture source code familiarity, ICSE 2010, of a directory taken as one
// file: FA for the first version of any file in it, DL and AC for one's own and
// others' commits in it.
func authorship(s *signs) float64 {
	return 3.293 + 1.098*s.First + 0.164*s.Changes - 0.321*math.Log(1+s.Others)
}
