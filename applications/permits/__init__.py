"""The permit itself: its number, its letter, the head's signature, the public proof.

Here: numbering, letter, signing and sealing, `/v/` and `/periksa/`. Not here: the decision that leads to it
(reviews.decisions), how a PDF is rendered (perizinan.papers) or signed (perizinan.signing).
"""
