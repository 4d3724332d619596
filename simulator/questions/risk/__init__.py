"""Where the risk lies between teams, by three answers on every handover."""
