"""What a pack can get wrong with every file read and every word known: each module looks for one kind of silence."""
