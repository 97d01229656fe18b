// Package moves sees lateral moves: that somebody began in a repository beside
// their own, whether such a beginning lasts, and which repository is next. It is
// pure: acts and times are arguments, and the same acts give the same answer,
// whatever their order, their time zones and however often one is given.
//
// Start at [NewPast], which indexes acts. Every answer is as of a time: acts after
// it change nothing.
//
//   - stay.go: [Past.FirstTouch] describes a beginning, [Stay] says what followed
//     beginnings like it, with the grounds.
//   - destination.go: [Past.Destinations] puts the repositories which somebody has not
//     touched in order, by ties.go (people whom they worked with and who are there now),
//     by paths.go (others who went there from the same places), and by how many people
//     are there.
//
// The figures in here order repositories and weigh beginnings, never people. They are
// for the back-test (docs/validation.md); a person is to be shown words and evidence.
// No page does so yet.
package moves
