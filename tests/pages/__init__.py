"""The HTML pages as they are used: in a real Chromium, on a desk, on a phone, by keyboard and on paper."""
