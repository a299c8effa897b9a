"""What officers judged: every document and, where needed, an answer: fits, needs mending, does not apply.

A verdict belongs to what was judged: it holds while the file or the answer is the same one.
Not here: sending the points to the applicant (decisions, applications.corrections).
"""
