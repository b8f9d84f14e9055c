"""What users see of each input format: its name, title and contents. No parser is imported here."""
