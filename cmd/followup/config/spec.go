package config

// specError says what is wrong with the spec of a schedule.
func specError(spec, zone, dayPolicy string) error { return nil }
