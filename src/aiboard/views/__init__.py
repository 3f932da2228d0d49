"""What the faces show: a Board in, typed values and sentences out. No rule's number is computed here."""
