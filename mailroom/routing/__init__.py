"""Learned routing (从以往分办中学习): where past cases went teaches where the next one goes.

Pieces of the text (`features`) → a linear model (`learning`, `model`) made at night from the office's own ledger and
measured on it (`training`) → advice with its reason, one kind of evidence among others (`advice`).
"""
