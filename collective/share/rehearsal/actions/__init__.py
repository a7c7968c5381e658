"""Public writes of rehearsals: `rehearsing` starts and wipes one, `performing` does what its audience does, `driving` keeps
it going inside the server, `sample` makes the demonstration's community."""
