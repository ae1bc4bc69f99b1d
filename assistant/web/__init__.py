"""What serves the assistant on the web: settings, and who is let in."""
