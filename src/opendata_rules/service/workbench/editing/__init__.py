"""The room of rules: articles beside the rules that rest on them, an editor, and drafts until they are live."""
