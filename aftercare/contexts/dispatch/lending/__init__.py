"""Engineers lent between regions: whose time they are, what is said and told of it."""
