"""From events to the network of coordinated accounts: arrays in, arrays out; no database, no files."""
