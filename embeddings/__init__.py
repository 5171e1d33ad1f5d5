"""Text to vectors, and the nearest of many vectors. Knows nothing of news."""
