"""Made-up reports by the million, for measuring: `lapor bench load`.

No act is taken, the rows are written as the acts would leave them."""
