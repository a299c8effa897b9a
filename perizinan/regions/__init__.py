"""Provinces, regencies, districts and villages, and which of them this office serves.

Holds the region rows, their data file and the rule of territory.
Not here: addresses and parties (accounts), the place of an activity (lifecycle).
"""
