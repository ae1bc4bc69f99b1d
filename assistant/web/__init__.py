"""What serves the assistant on the web: the chat, the widget, and the interfaces for programs."""
