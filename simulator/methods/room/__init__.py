"""What a room needs to know of a file and its twin: all hands, one failure, ten drawn by lot."""
