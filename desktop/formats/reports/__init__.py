"""Writers of reports: CSV, XLSX, PDF, Parquet and JSON, each whole or not there at all."""
