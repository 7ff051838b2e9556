"""The web server: probes, metrics, logs, share pages."""
