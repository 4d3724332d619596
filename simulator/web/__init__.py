"""The page that simulates: what stands in it, and how it is put together."""
