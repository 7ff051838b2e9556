"""Tables from elsewhere: read, understood and turned into what Linchpin knows. No I/O but a file
that is handed in, no clock."""
