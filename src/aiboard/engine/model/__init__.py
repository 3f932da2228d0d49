"""What a game consists of: World, Board, Card, Truth, State, and the vocabulary of the rules."""
