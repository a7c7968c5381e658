"""The room's pages: `phone` for everybody, `stage` for the projector, `desk` for the host, `plan` for laying it out."""
