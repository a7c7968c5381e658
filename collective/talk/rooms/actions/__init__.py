"""Public writes of a room: `host` runs it, `joining` brings people in and back, `answering` takes what they say,
`planning` lays it out."""
