// Package followup carries the example configurations, so that a demo runs from the program alone.
package followup

import _ "embed"

// ExampleConfig is config.example.yaml: a court with 32 departments and 15 courts below it.
//
//go:embed config.example.yaml
var ExampleConfig []byte

// CompanyConfig is config.company.yaml: a small company, in English.
//
//go:embed config.company.yaml
var CompanyConfig []byte
