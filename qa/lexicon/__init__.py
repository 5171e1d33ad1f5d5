"""English and Indonesian words that say the same: how they are had, kept and looked up."""
