class Refused(Exception):
    """An upload that is turned away at once; `str()` is the sentence to show beside the file."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
