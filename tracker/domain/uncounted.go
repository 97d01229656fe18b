package domain

// Uncounted says why a file weighs nothing.
type Uncounted string

// The reasons.
const (
	Generated   Uncounted = "generated"    // a program wrote it
	Vendored    Uncounted = "vendored"     // a copy of somebody else's work
	Lock        Uncounted = "lock file"    // a tool's record of dependencies
	ByTheConfig Uncounted = "by the rules" // the configuration's uncounted paths
)

// uncountedPaths are the globs of files that nobody writes by hand, decided from
// the path alone because that is all that GitHub's lists and git's say.
//
// They follow GitHub Linguist's vendor.yml and generated.rb where those mean the
// same, and are shorter on purpose. Linguist asks which language a repository is
// written in, and so leaves out cache/, dist/, env/, external/, testdata/,
// .github/, debian/, *.d.ts and the fixtures of tests: all of them places where
// people work by hand. An instance adds its own with the uncounted key.
var uncountedPaths = []struct {
	why   Uncounted
	globs []string
}{
	{Lock, []string{
		"**/*.lock", "**/*.lockb", "**/*.lock.json", "**/*.lock.hcl", "**/*-lock.json", "**/*-lock.yaml", "**/*-lock.yml",
		"**/npm-shrinkwrap.json", "**/packages.lock.json", "**/go.sum", "**/go.work.sum", "**/Package.resolved", "**/gradle.lockfile",
		"**/.pnp.*",
	}},
	{Vendored, []string{
		"**/vendor/**", "**/vendors/**", "**/vendored/**", "**/_vendor/**", "**/third_party/**", "**/third-party/**", "**/thirdparty/**",
		"**/3rdparty/**", "**/3rd_party/**", "**/node_modules/**", "**/bower_components/**", "**/Godeps/**", "**/Pods/**",
		"**/Carthage/Build/**", "**/.yarn/releases/**", "**/.yarn/plugins/**", "**/.yarn/sdks/**",
		"**/gradlew", "**/gradlew.bat", "**/gradle/wrapper/**", "**/mvnw", "**/mvnw.cmd", "**/.mvn/wrapper/**",
	}},
	{Generated, []string{
		"**/_generated/**", "**/generated/**", "**/__generated__/**", "**/*.generated.*", "**/*_generated.*", "**/*.gen.go", "**/*.gen.ts",
		"**/zz_generated.*", "**/*.pb.go", "**/*.pb.gw.go", "**/*.pb.cc", "**/*.pb.h", "**/*_pb2.py", "**/*_pb2.pyi", "**/*_pb2_grpc.py",
		"**/*_pb.js", "**/*_pb.d.ts", "**/*.pb.ts", "**/*.min.js", "**/*.min.css", "**/*.map", "**/__snapshots__/**", "**/*.snap",
		"**/htmlcov/**", "**/client/**/clientset/**", "**/client/**/informers/**", "**/client/**/listers/**", "**/client/**/injection/**", "**/.sqlx/query-*.json", "**/*.designer.cs", "**/Cargo.toml.orig",
	}},
}
