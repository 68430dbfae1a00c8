"""What every screen is made of: letters and colours, lists, fields, charts."""
