package config

import (
	"testing"

	followup "github.com/followup-bot/followup"
)

func TestExamplesLoad(t *testing.T) {
	for name, src := range map[string][]byte{"config.example.yaml": followup.ExampleConfig, "config.company.yaml": followup.CompanyConfig} {
		c, err := Parse(name, src)
		if err != nil {
			t.Fatal(err)
		}
		t.Log(len(c.org.Units), len(c.org.People))
	}
}
