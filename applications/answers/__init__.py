"""What an applicant answered: forms made of a type's sections, drafts that lose nothing, what is missing, how it reads.

Answers travel as `given`: the stored values by field key, beside the facts of the case ("@capacity").
Not here: who may write when (drafting), documents, pages.
"""
