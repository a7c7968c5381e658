"""What gatherings answer: to everybody, to who has a seat, and to organisers."""
