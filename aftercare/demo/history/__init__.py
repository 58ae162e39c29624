"""The import of history: request files of other systems, read through a declared mapping, all or nothing."""
