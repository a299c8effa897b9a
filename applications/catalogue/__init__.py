"""Permit types as data: the schema, the stored types and versions, the public catalogue.

Here: what a permit type is (schema), how a file of it is read and stored, how visitors find it.
Not here: what one applicant answered (answers) or where a case stands (lifecycle).
"""
