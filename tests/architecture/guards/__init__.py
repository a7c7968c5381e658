"""The rules of the house, each as a function: given the root of a checkout, it returns what is wrong there, a line each.

They take the root so that `test_guards_bite.py` can show each of them a copy in which its rule is broken.
"""
