// Package backtest asks of public histories whether the growth model's ideas
// foretell what they claim to: who is trusted with a directory, who stays after a
// first touch, where a sustained move goes. It is for those who work on the model,
// offline; no page and no profile imports it (docs/adr/0010-scores-in-the-back-test.md).
//
// Start at [Trust]. A back-test asks many questions that history has answered. At
// each it shows scorers only what was known before a cut, one day or thirty before
// the answer, and looks where each of them puts the true candidate:
//
//   - history.go is what is loaded from a store: who touched which paths when.
//   - trust*.go, staying*.go and destination*.go ask one sort of question each.
//   - ranking.go and interval.go measure a scorer's answers, report.go prints
//     them, explain.go writes every candidate's score so that others can
//     recompute the figures.
package backtest
