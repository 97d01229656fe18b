// Package moves sees lateral moves: how far somebody came in a place that was not their
// home, whether such a beginning lasts, and which place may be next. It is pure: acts,
// threads and times are arguments, and the same ones give the same answer, whatever their
// order, their time zones and however often one is given.
//
// Start at [Trails], which follows a person's threads into each place, and at
// [Trail.Signal], which says what steps a trail shows:
//
//   - trail.go: places, threads, and what of them is a trail; leftout.go: what is no sign
//     of a move, and why.
//   - signal.go: the five steps with their evidence; staying.go: to stay or to glance.
//   - ground.go: what work draws on, open doors and gaps; newcomers.go: how others' first
//     changes went.
//
// The models that the back-test judges start at [NewPast], which indexes acts. Every answer
// of theirs is as of a time: acts after it change nothing.
//
//   - stay.go: [Past.FirstTouch] describes a beginning, [Stay] says what followed
//     beginnings like it, with the grounds.
//   - destination.go: [Past.Destinations] and [Ordered] put repositories in order, by ties.go
//     (people whom they worked with and who are there now), by paths.go (others who went
//     there from the same places), and by how many people are there.
//
// The figures in here order repositories and weigh beginnings, never people. A person is
// shown words and evidence (docs/moves.md).
package moves
