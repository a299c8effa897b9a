"""What an applicant, and at their stage an officer, answered: forms of a type's sections, drafts that lose nothing,
what is missing, how it reads.

Answers travel as `given`: the stored values by field key, beside the facts of the case ("@kind") and, where it matters,
the day it would be sent ("@today"). Not here: who may write when (drafting), documents, pages.
"""
