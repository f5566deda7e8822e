"""What customers want beside answering, and answers that say there is none."""
