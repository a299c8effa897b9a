"""The admin's pages about permit types: what is published, prepared and planned, and what changed in words.

Here: reading, for admins and auditors. Not here: publishing and its checks (catalogue.publishing); the rules of a
type (catalogue.schema).
"""
