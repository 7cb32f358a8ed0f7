"""What goes in and out: reading and writing are separate classes where they differ."""
