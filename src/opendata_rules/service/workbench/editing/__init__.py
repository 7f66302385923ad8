"""The room of rules: what each article says beside the rules that rest on it, an editor, and drafts until they are live."""
