"""What figures are made of: the sheet, lettering, palette, and the charts that questions share."""
