"""Item models and jobs: QtCore and QtGui only, no widgets, no SQL."""
