"""The rules of the map as functions from a source tree to a list of sentences, each naming a place.

What the rules are applied to (the map, the lists of exceptions) stands in tests/test_architecture.py;
the tests beside break each rule on a tiny tree of its own, so that no rule can pass by seeing nothing.
"""
