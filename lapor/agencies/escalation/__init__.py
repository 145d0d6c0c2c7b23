"""The levels by which a deadline escalates, as a city wrote them into its preset."""
