"""The rules of the house: pure values and decisions, standard library only."""
