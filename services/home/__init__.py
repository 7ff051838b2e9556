"""The Home tab, help, the health check and the export: pages made of what all features bring."""
