"""What must be looked at before a table leaves the office, or was published wrong."""
