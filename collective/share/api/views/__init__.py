"""What programs are answered, and the pages where people let them."""
