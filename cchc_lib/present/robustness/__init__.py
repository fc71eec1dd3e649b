"""How firm places are and how well criteria measure: analysis that changes no official result."""
