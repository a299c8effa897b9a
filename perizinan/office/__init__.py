"""The office that runs the portal: name, address, numbers, hours, head, and whether somebody answers now.

Everything stands in one editable row whose defaults are marked "contoh".
Not here: working days and holidays (workdays), units and their people (accounts).
"""
