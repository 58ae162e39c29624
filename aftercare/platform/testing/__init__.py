"""What tests of every context need: actors, the events a command published, the jobs run to the end."""
