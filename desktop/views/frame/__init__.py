"""The window around the tabs: bars, menus, actions, and what it asks before it closes."""
