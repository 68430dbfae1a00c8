"""Monthly Usage: the chart, its table, the people behind each month, and the files they come from."""
