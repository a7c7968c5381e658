"""Pages and buttons of conversations: `phone` for everybody; `tables`, `cards`, `votes`, `lists` and `paper` for the host."""
