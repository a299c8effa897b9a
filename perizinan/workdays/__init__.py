"""The office's calendar of working days.

Holds the holidays the office keeps and the pure arithmetic on working days.
Not here: the hours of a day (office), whose time is running and deadlines (lifecycle).
"""
