package cite

import (
	"bytes"

	"go.yaml.in/yaml/v4"
)

// node returns the value as it would be read.
func (v Value) node() node {
	n := node{kind: v.Kind, text: v.Text}
	for _, item := range v.List {
		n.list = append(n.list, item.node())
	}
	for _, f := range v.Fields {
		n.fields = append(n.fields, nodeField{name: f.Name, value: f.Value.node()})
	}
	return n
}

// dumpYAML writes a value as YAML. Texts that would be read as something else are
// quoted.
func dumpYAML(v Value) []byte {
	var out bytes.Buffer
	dumper, err := yaml.NewDumper(&out, yaml.WithIndent(2), yaml.WithLineWidth(-1))
	if err != nil {
		panic(err) // the options are constants
	}
	if err := dumper.Dump(v.yaml()); err != nil {
		panic(err) // a tree of texts in memory
	}
	if err := dumper.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

func (v Value) yaml() *yaml.Node {
	n := &yaml.Node{Value: v.Text}
	switch v.Kind {
	case List:
		n.Kind, n.Tag = yaml.SequenceNode, "!!seq"
		for _, item := range v.List {
			n.Content = append(n.Content, item.yaml())
		}
	case Mapping:
		n.Kind, n.Tag = yaml.MappingNode, "!!map"
		for _, f := range v.Fields {
			n.Content = append(n.Content, textValue(f.Name).yaml(), f.Value.yaml())
		}
	case Text:
		n.Kind, n.Tag = yaml.ScalarNode, "!!str"
	default:
		n.Kind = yaml.ScalarNode
	}
	return n
}
