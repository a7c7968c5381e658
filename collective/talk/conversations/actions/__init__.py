"""Public writes of conversations: `drawing` makes tables, `seating` keeps them right as people come and go, `writing`
takes cards, names, votes and ratings."""
