"""panah: from what is reported at a border to a place for everyone who crosses it."""
