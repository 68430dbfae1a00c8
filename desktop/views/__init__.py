"""Widgets: the only room that may import QtWidgets. Build, connect, delegate."""
