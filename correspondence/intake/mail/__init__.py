"""Mail that came in: kept as it came, taken once, filed where it says what it answers, else by people."""
