"""Training of a reader that finds exact spans; needs torch and the public data sets."""
