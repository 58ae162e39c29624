"""What is reckoned without a database: terms, the law's warranties, who is under which law."""
