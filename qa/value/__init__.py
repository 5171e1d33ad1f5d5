"""Values: what dates, numbers and names stand for, so that they compare by what they mean."""
