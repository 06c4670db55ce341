package config

func (c *Config) checkSchedules() {}
