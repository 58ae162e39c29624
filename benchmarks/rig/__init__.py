"""
The rig for measurements over HTTP: the served product on a database of its own, a crowd of orders in it, and visitors
in another process.
"""
