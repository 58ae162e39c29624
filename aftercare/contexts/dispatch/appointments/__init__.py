"""What customers are told of when somebody comes, and what they answer."""
